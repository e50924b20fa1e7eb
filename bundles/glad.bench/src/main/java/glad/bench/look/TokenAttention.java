package glad.bench.look;

import glad.runtime.PartKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer of attention among [..., templates, search region].
 *
 * @param kind whose layer it is
 * @param inSearch for each head, what the target's template tokens take from each search token, in the mean
 * @param inTemplate for each head, what the search tokens on what was found take from each token of the first template, in the mean
 * @param firstTemplate number of the first token of the first template
 * @param firstSearch number of the first search token
 * @param mean over the heads
 */
record TokenAttention(PartKind kind, List<float[]> inSearch, List<float[]> inTemplate, int firstTemplate, int firstSearch, Weights mean) {

    static TokenAttention of(PartKind kind, Weights weights, Cells search, Cells target, int templates) {
        int firstSearch = weights.keys() - search.count();
        int firstTemplate = firstSearch - templates * target.count();
        List<float[]> inSearch = new ArrayList<>();
        List<float[]> inTemplate = new ArrayList<>();
        for (int head = 0; head < weights.heads(); head++) {
            inSearch.add(weights.taken(head, target.target(), firstTemplate, firstSearch, search.count()));
            inTemplate.add(weights.taken(head, search.target(), firstSearch, firstTemplate, target.count()));
        }
        return new TokenAttention(kind, inSearch, inTemplate, firstTemplate, firstSearch, weights.mean());
    }
}
