"""Show, attend and tell (Xu et al. 2015), small: patches of a picture, additive attention over their grid, a GRU that writes."""
import torch
from torch import nn

sizes = {"pixels": 192, "hidden": 48, "features": 32, "attention": 32, "state": 48, "embedding": 16}
places, end = 16, 0


class Teller(nn.Module):
    def __init__(self, words, look="soft", dropout=0.0):
        """look: soft, the weighted mean of all places; hard, one place drawn from the weights; mean, all places alike."""
        super().__init__()
        self.look = look
        P, H, D, A, S, E = sizes.values()
        self.patch1 = nn.Linear(P, H)
        self.patch2 = nn.Linear(H, D)
        self.place = nn.Parameter(torch.randn(places, D) * 0.5)
        self.first = nn.Linear(D, S)  # f_init of section 3.1.2
        self.wa = nn.Linear(S, A, bias=False)
        self.ua = nn.Linear(D, A, bias=False)
        self.va = nn.Linear(A, 1, bias=False)
        self.embedding = nn.Embedding(words, E)
        self.decoder = nn.GRUCell(E + D, S)  # the paper has an LSTM here
        self.lh = nn.Linear(S, E, bias=False)
        self.lz = nn.Linear(D, E, bias=False)
        self.lo = nn.Linear(E, words)  # the deep output layer, eq. 7
        self.dropout = nn.Dropout(dropout)

    def encode(self, patches):
        """(B, 16, 192) → the annotations a (B, 16, D) and the decoder's first state (B, S), from their mean."""
        a = torch.relu(self.patch2(torch.relu(self.patch1(patches - 0.5))) + self.place)
        return a, torch.tanh(self.first(a.mean(1)))

    def step(self, state, word, a, keys, uniform=None, soft=None):
        """From state h_{t−1} and word y_{t−1}: the next state, the scores of all words, and what attention did.
        uniform (B, 1) draws the place of hard attention; without it the likeliest is taken. soft (B): where it is true,
        the expected value is taken instead of a sample (section 4.1)."""
        scores = self.va(torch.tanh(self.wa(state)[:, None] + keys)).squeeze(-1)  # e_ti (B, 16)
        weights = scores.softmax(-1)  # α_ti
        choice = weights
        if self.look == "mean":
            choice = torch.full_like(weights, 1 / places)
        if self.look == "hard":
            alpha = weights.detach()
            total = alpha.cumsum(-1)
            at = alpha.argmax(-1) if uniform is None else (total <= uniform * total[:, -1:] * (1 - 2**-24)).sum(-1)
            choice = nn.functional.one_hot(at, places).to(weights)  # s_t
            if soft is not None:
                choice = torch.where(soft[:, None], weights, choice)
        context = (choice[:, None] @ a).squeeze(1)  # ẑ_t (B, D)
        before = self.dropout(self.embedding(word))
        state = self.decoder(torch.cat([before, context], -1), state)
        logits = self.lo(before + self.lh(self.dropout(state)) + self.lz(context))
        return state, logits, scores, weights, choice, context

    def forward(self, patches, target, soft=None):
        """The scores of all words at each place, given the right words before it (B, T, words); weights and choices (B, T, 16)."""
        a, state = self.encode(patches)
        keys = self.ua(a)
        word, rows = torch.full_like(target[:, 0], end), []
        for t in range(target.shape[1]):
            state, logits, _, weights, choice, _ = self.step(state, word, a, keys, torch.rand(len(a), 1), soft)
            rows.append((logits, weights, choice))
            word = target[:, t]
        return [torch.stack(parts, 1) for parts in zip(*rows)]

    @torch.no_grad()
    def tell(self, patches, sample=True, longest=16):
        """Always the likeliest word, until the end. Words (B, T) and where was looked (B, T)."""
        a, state = self.encode(patches)
        keys = self.ua(a)
        word, words, looks = torch.full((len(a),), end), [], []
        for _ in range(longest):
            uniform = torch.rand(len(a), 1) if sample else None
            state, logits, _, _, choice, _ = self.step(state, word, a, keys, uniform)
            word = logits.argmax(-1)
            words.append(word)
            looks.append(choice.argmax(-1))
        return torch.stack(words, 1), torch.stack(looks, 1)
