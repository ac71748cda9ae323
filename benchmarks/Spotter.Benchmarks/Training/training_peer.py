"""PyTorch's side of `./bench training`: trains the same networks from the same weights on the same batches.

Arguments: the folder of the exchange, the network (mlp or cnn), batch size, learning rate, threads. The folder holds
images.bin (bytes, 28 x 28 a picture), labels.bin (bytes) and the weights NETWORK-INDEX.bin (floats, Spotter's order).
Each line on standard input asks for a run from the first weights over the pictures; the answer is one line of JSON.
"""
import json
import os
import sys
import time

folder, network, batch, rate, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])

# Threads of OpenBLAS spin against PyTorch's own: with two of each the small network took ten times as long as with one.
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy
import torch
from torch import nn

torch.set_num_threads(threads)


def weights(index, *shape):
    return torch.from_numpy(numpy.fromfile(f"{folder}/{network}-{index}.bin", dtype=numpy.float32).reshape(shape))


def dense(index, inputs, outputs, pixels=None):
    """Spotter keeps (inputs, outputs) and flattens pixels channel by channel last, PyTorch channels first."""
    kernel = weights(index, inputs, outputs)
    if pixels is not None:
        kernel = kernel.reshape(*pixels, outputs).permute(2, 0, 1, 3).reshape(inputs, outputs)
    layer = nn.Linear(inputs, outputs)
    layer.weight.data.copy_(kernel.t())
    layer.bias.data.copy_(weights(index + 1, outputs))
    return layer


def convolution(index, channels, filters):
    layer = nn.Conv2d(channels, filters, 3)
    layer.weight.data.copy_(weights(index, 3, 3, channels, filters).permute(3, 2, 0, 1))
    layer.bias.data.copy_(weights(index + 1, filters))
    return layer


def build():
    if network == "mlp":
        return nn.Sequential(nn.Flatten(), dense(0, 784, 128), nn.ReLU(), dense(2, 128, 10))
    return nn.Sequential(
        convolution(0, 1, 32), nn.ReLU(), nn.MaxPool2d(2),
        convolution(2, 32, 64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), dense(4, 1600, 128, (5, 5, 64)), nn.ReLU(), dense(6, 128, 10))


def train(images, labels):
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    loss_of = nn.CrossEntropyLoss()
    losses = []
    start = time.perf_counter()
    for first in range(0, len(labels), batch):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(images[first:first + batch]), labels[first:first + batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    seconds = time.perf_counter() - start
    return seconds, [float(loss) for loss in losses[:100]]


pixels = numpy.fromfile(f"{folder}/images.bin", dtype=numpy.uint8).reshape(-1, 1, 28, 28)
images = torch.from_numpy(pixels.astype(numpy.float32) / 255)
labels = torch.from_numpy(numpy.fromfile(f"{folder}/labels.bin", dtype=numpy.uint8).astype(numpy.int64))
print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    count = int(line)
    seconds, losses = train(images[:count], labels[:count])
    print(json.dumps({"seconds": seconds, "losses": losses}), flush=True)
