from flat_size import flat_size, trace_shapes

print(trace_shapes(32))
print([flat_size(size) for size in range(28, 36)])
