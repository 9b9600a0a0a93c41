"""Trained parameters in a quarter of their size: bytes −127…127 and one scale for each row. shipped.ts reads them."""
import base64

import torch


def rounded(tensor, digits=7):
    """The numbers of a tensor in a row, with a few significant digits."""
    return [float(f"{x:.{digits}g}") for x in tensor.flatten().tolist()]


def quantise(model):
    """Every parameter as bytes; the model then has what the bytes say."""
    shipped = {}
    for name, parameter in model.named_parameters():
        matrix = parameter.data.reshape(-1, parameter.shape[-1])
        scales = torch.tensor(rounded((matrix.abs().amax(1) / 127).clamp_min(1e-12), 6))
        data = torch.round(matrix / scales[:, None]).clamp(-127, 127)
        parameter.data = (data * scales[:, None]).reshape(parameter.shape)
        shipped[name] = {
            "shape": list(parameter.shape),
            "scales": rounded(scales, 6),
            "data": base64.b64encode(data.to(torch.int8).numpy().tobytes()).decode(),
        }
    return shipped
