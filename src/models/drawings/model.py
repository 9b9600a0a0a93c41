"""A small convolutional network that says whether a drawing shows a cat, with CBAM (Woo et al. 2018) after two of its layers."""
import torch
from torch import nn

# Channels in and out, stride, and what follows: CBAM and a maximum over 2 × 2, or nothing.
layers = [(3, 12, 2, None), (12, 16, 1, 0), (16, 24, 1, 1), (24, 32, 1, None)]
reduction, kernel = 4, 7


class Cbam(nn.Module):
    """First channels, then places: each gate is between 0 and 1 and multiplies the features."""

    def __init__(self, channels):
        super().__init__()
        hidden = channels // reduction
        self.mlp = nn.Sequential(nn.Linear(channels, hidden), nn.ReLU(), nn.Linear(hidden, channels))
        self.conv = nn.Conv2d(2, 1, kernel, padding=kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(1)
        self.replace = {}  # gates that take the place of the computed ones: for measuring what a gate is good for

    def forward(self, x):
        channel = torch.sigmoid(self.mlp(x.mean((2, 3))) + self.mlp(x.amax((2, 3))))  # (B, C), one MLP for both
        channel = self.replace.get("channel", channel)
        x = x * channel[:, :, None, None]
        planes = torch.stack([x.amax(1), x.mean(1)], 1)  # (B, 2, H, W), in the order of the authors' code
        spatial = torch.sigmoid(self.norm(self.conv(planes)))  # (B, 1, H, W)
        spatial = self.replace.get("spatial", spatial)
        return x * spatial, channel, spatial


class Network(nn.Module):
    def __init__(self, attention=True, norms=True):
        """norms: batch normalisation after each convolution, for training; without, a bias stands for it."""
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, 3, stride, padding=1, bias=not norms) for a, b, stride, _ in layers
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(b) for _, b, _, _ in layers) if norms else None
        self.cbams = nn.ModuleList(Cbam(b) for _, b, _, at in layers if at is not None) if attention else None
        self.out = nn.Linear(layers[-1][1], 1)

    def forward(self, x):
        """(B, 3, 32, 32) → the logit that it is a cat (B), and for each CBAM what came in and its two gates."""
        trace = []
        for i, (*_, at) in enumerate(layers):
            x = self.convs[i](x)
            x = torch.relu(self.norms[i](x) if self.norms is not None else x)
            if at is not None:
                if self.cbams is not None:
                    features = x
                    x, channel, spatial = self.cbams[at](x)
                    trace.append({"features": features, "channel": channel, "spatial": spatial})
                x = torch.max_pool2d(x, 2)
        return self.out(x.mean((2, 3)))[:, 0], trace

    @torch.no_grad()
    def folded(self):
        """The same network with each convolution's batch normalisation, as after training, made part of its numbers."""
        plain = Network(self.cbams is not None, norms=False)
        for mine, norm, its in zip(self.convs, self.norms, plain.convs):
            factor = norm.weight / (norm.running_var + norm.eps).sqrt()
            its.weight.copy_(mine.weight * factor[:, None, None, None])
            its.bias.copy_(norm.bias - norm.running_mean * factor)
        if self.cbams is not None:
            plain.cbams.load_state_dict(self.cbams.state_dict())
        plain.out.load_state_dict(self.out.state_dict())
        return plain.eval()
