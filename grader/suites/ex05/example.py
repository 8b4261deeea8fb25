from sgd_by_hand import gradient_descent

for lr in (0.01, 0.1, 0.9, 1.0, 1.1):
    print(lr, [round(x, 3) for x in gradient_descent(lambda x: x**2, x0=1.0, lr=lr, steps=6)])
