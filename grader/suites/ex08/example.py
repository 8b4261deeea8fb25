from ab_patterns import PatternNet, accuracy, pattern_a, pattern_b, samples, train

net = PatternNet()
print(pattern_a(5)[0, 0], pattern_b(5)[0, 0], sep="\n")
losses = train(net, samples())
print("first losses:", [round(loss, 3) for loss in losses[:4]], "then", accuracy(net, samples()), "per cent right")
