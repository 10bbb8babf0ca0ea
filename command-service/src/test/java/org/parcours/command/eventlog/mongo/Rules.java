package org.parcours.command.eventlog.mongo;

import java.util.List;
import java.util.function.UnaryOperator;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.SimulatedProcess.Parts;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.Keys;
import org.parcours.command.eventlog.mongo.SimulatedSlots.Promises;

/** The rules of the log as they are, or with one left out. */
record Rules(
        Keys keys,
        boolean journaling,
        Promises promises,
        UnaryOperator<CommitStore> store,
        Parts parts,
        int maxGroupCommits,
        boolean markerAlsoWhenNothingMatched) {

    static final int MAX_DOCUMENTS_OF_A_BATCH = 3;

    static final Rules KEPT = new Rules(
            Keys.OURS,
            true,
            Promises.KEPT,
            UnaryOperator.identity(),
            Parts.AS_THEY_ARE,
            MAX_DOCUMENTS_OF_A_BATCH,
            true);

    /** Rule 1: the last position as the key. */
    static final Rules LAST_POSITION_IS_THE_KEY = KEPT.with(new Keys(List.of(Commit::lastPosition), true));

    /** Rule 2: no answer is taken for a good one. */
    static final Rules NO_ANSWER_IS_A_GOOD_ONE = KEPT.with(store -> new StoreThatTrusts(store));

    /** Rule 2: whoever stands in the slot on the primary is believed to stay there. */
    static final Rules ANY_OCCUPANT_COUNTS = KEPT.with(new Promises(false, false, true, true));

    /** Rule 3: a write concern error is not looked at. */
    static final Rules WRITE_CONCERN_ERROR_OVERLOOKED = KEPT.with(new Promises(true, true, true, false));

    /** Rule 3: what is not journalled counts towards a majority. */
    static final Rules NOT_JOURNALLED = new Rules(
            Keys.OURS,
            false,
            Promises.KEPT,
            UnaryOperator.identity(),
            Parts.AS_THEY_ARE,
            MAX_DOCUMENTS_OF_A_BATCH,
            true);

    /** Rule 3: the head moves by what one member has. */
    static final Rules LOCAL_READS = KEPT.with(new Promises(true, false, true, true));

    /** Reads that may show less than was seen before. */
    static final Rules READS_NOT_CAUSAL = KEPT.with(new Promises(true, true, false, true));

    /** Rule 4: no unique index on the commit id. */
    static final Rules COMMIT_ID_NOT_UNIQUE = KEPT.with(new Keys(Keys.OURS.slot(), false));

    /** Rule 5: pages are not looked at for gaps. */
    static final Rules PAGES_AS_THEY_COME = KEPT.with(Parts.PAGES_AS_THEY_COME, MAX_DOCUMENTS_OF_A_BATCH);

    /** Rule 6: groups as large as they come. */
    static final Rules GROUPS_WITHOUT_BOUND = KEPT.with(Parts.AS_THEY_ARE, 100);

    /** Rule 7: the time is what the clock says. */
    static final Rules TIME_AS_THE_CLOCK_SAYS = KEPT.with(Parts.TIME_AS_THE_CLOCK_SAYS, MAX_DOCUMENTS_OF_A_BATCH);

    /** Rule 9: where nothing matched, nothing is asked. */
    static final Rules NO_MARKER_WHERE_NOTHING_MATCHED = new Rules(
            Keys.OURS,
            true,
            Promises.KEPT,
            UnaryOperator.identity(),
            Parts.AS_THEY_ARE,
            MAX_DOCUMENTS_OF_A_BATCH,
            false);

    private Rules with(Keys other) {
        return new Rules(other, journaling, promises, store, parts, maxGroupCommits, markerAlsoWhenNothingMatched);
    }

    private Rules with(Promises other) {
        return new Rules(keys, journaling, other, store, parts, maxGroupCommits, markerAlsoWhenNothingMatched);
    }

    private Rules with(UnaryOperator<CommitStore> other) {
        return new Rules(keys, journaling, promises, other, parts, maxGroupCommits, markerAlsoWhenNothingMatched);
    }

    private Rules with(Parts other, int groups) {
        return new Rules(keys, journaling, promises, store, other, groups, markerAlsoWhenNothingMatched);
    }
}
