"""The encoder–decoder of Bahdanau, Cho and Bengio (2014), small: a bidirectional GRU, additive attention, a GRU that writes."""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

sizes = {"embedding": 24, "encoder": 32, "attention": 24, "decoder": 48, "readout": 40}
pad, end = 0, 1


class Translator(nn.Module):
    def __init__(self, source_words, target_words, dropout=0.0, one_vector=False):
        """one_vector: the decoder gets one annotation of the whole sentence, as before attention, and has nothing to choose."""
        super().__init__()
        self.one_vector = one_vector
        E, H, A, S, R = sizes.values()
        self.source = nn.Embedding(source_words, E)
        self.encoder = nn.GRU(E, H, batch_first=True, bidirectional=True)
        self.first = nn.Linear(H, S)  # the first state, from the backward GRU at the first word (appendix A.2.2)
        self.wa = nn.Linear(S, A, bias=False)
        self.ua = nn.Linear(2 * H, A, bias=False)
        self.va = nn.Linear(A, 1, bias=False)
        self.target = nn.Embedding(target_words, E)
        self.decoder = nn.GRUCell(E + 2 * H, S)
        self.readout = nn.Linear(S + E + 2 * H, R)  # the paper has a maxout layer here, this a tanh
        self.words = nn.Linear(R, target_words)
        self.dropout = nn.Dropout(dropout)

    def encode(self, source, lengths):
        """(B, S) → the annotations h (B, S, 2H), where there are words (B, S), and the decoder's first state (B, 48)."""
        packed = pack_padded_sequence(
            self.dropout(self.source(source)), lengths, batch_first=True, enforce_sorted=False
        )
        h, _ = pad_packed_sequence(self.encoder(packed)[0], batch_first=True)
        half = h.shape[-1] // 2
        backward, mask = h[:, 0, half:], source != pad
        first = torch.tanh(self.first(backward))
        if self.one_vector:  # what both GRUs know when they have read everything
            forward = h[torch.arange(len(h)), lengths - 1, :half]
            h, mask = torch.cat([forward, backward], -1)[:, None], mask[:, :1]
        return self.dropout(h), mask, first

    def step(self, state, word, h, mask):
        """From state s_{i−1} and word y_{i−1}: the next state, the scores of all words, and what attention did."""
        scores = self.va(torch.tanh(self.wa(state)[:, None] + self.ua(h))).squeeze(-1)  # e_ij (B, S)
        weights = scores.masked_fill(~mask, -torch.inf).softmax(-1)  # α_ij
        context = (weights[:, None] @ h).squeeze(1)  # c_i (B, 2H)
        embedded = self.dropout(self.target(word))
        state = self.decoder(torch.cat([embedded, context], -1), state)
        readout = torch.tanh(self.readout(torch.cat([state, embedded, context], -1)))
        return state, self.words(self.dropout(readout)), weights, scores, context

    def forward(self, source, lengths, target):
        """The scores of all words at each place, given the right words before it: (B, T, words)."""
        h, mask, state = self.encode(source, lengths)
        before = torch.cat([torch.full_like(target[:, :1], end), target[:, :-1]], 1)
        logits = []
        for word in before.unbind(1):
            state, scores, *_ = self.step(state, word, h, mask)
            logits.append(scores)
        return torch.stack(logits, 1)

    @torch.no_grad()
    def translate(self, source, lengths, longest=32):
        """Greedy: always the likeliest word, until the end. Words (B, T) and weights (B, T, S)."""
        h, mask, state = self.encode(source, lengths)
        word = torch.full_like(source[:, 0], end)
        done = torch.zeros_like(word, dtype=torch.bool)
        words, weights = [], []
        for _ in range(longest):
            state, scores, alpha, *_ = self.step(state, word, h, mask)
            word = scores.argmax(-1).masked_fill(done, pad)
            words.append(word)
            weights.append(alpha)
            done = done | (word == end)
            if done.all():
                break
        return torch.stack(words, 1), torch.stack(weights, 1)
