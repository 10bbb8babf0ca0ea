package org.parcours.command.eventlog.mongo;

import java.util.List;
import java.util.function.UnaryOperator;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.SimulatedProcess.ProcessComponents;
import org.parcours.command.eventlog.mongo.SimulatedCommitCollection.PortGuarantees;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.UniqueIndexes;

/** The rules of the log: all of them, or with one omitted. */
record RuleVariant(
        UniqueIndexes uniqueIndexes,
        boolean journaling,
        PortGuarantees guarantees,
        UnaryOperator<CommitStore> storeDecorator,
        ProcessComponents components,
        int maxGroupCommits,
        boolean markerWithoutMatch) {

    static final int MAX_BATCH_DOCUMENTS = 3;

    static final RuleVariant ALL_RULES = new RuleVariant(
            UniqueIndexes.EVENT_LOG,
            true,
            PortGuarantees.ALL,
            UnaryOperator.identity(),
            ProcessComponents.UNMODIFIED,
            MAX_BATCH_DOCUMENTS,
            true);

    /** Log rule 1: the last position is the key. */
    static final RuleVariant LAST_POSITION_AS_KEY =
            ALL_RULES.with(new UniqueIndexes(List.of(Commit::lastPosition), true));

    /** Log rule 2: a missing reply counts as success. */
    static final RuleVariant MISSING_REPLY_IS_SUCCESS =
            ALL_RULES.with(commitStore -> new UnknownAsSuccessStore(commitStore));

    /** Log rule 2: an occupant on the primary counts without the confirmation of a majority. */
    static final RuleVariant UNCONFIRMED_OCCUPANT = ALL_RULES.with(new PortGuarantees(false, false, true, true));

    /** Log rule 3: a write concern error is ignored. */
    static final RuleVariant WRITE_CONCERN_ERROR_IGNORED = ALL_RULES.with(new PortGuarantees(true, true, true, false));

    /** Log rule 3: unjournalled writes count towards a majority. */
    static final RuleVariant UNJOURNALLED_MAJORITY = new RuleVariant(
            UniqueIndexes.EVENT_LOG,
            false,
            PortGuarantees.ALL,
            UnaryOperator.identity(),
            ProcessComponents.UNMODIFIED,
            MAX_BATCH_DOCUMENTS,
            true);

    /** Log rule 3: reads from one member advance the head. */
    static final RuleVariant LOCAL_READS = ALL_RULES.with(new PortGuarantees(true, false, true, true));

    /** Reads may return less than earlier reads. */
    static final RuleVariant NON_CAUSAL_READS = ALL_RULES.with(new PortGuarantees(true, true, false, true));

    /** Log rule 4: no unique index on the commit id. */
    static final RuleVariant COMMIT_ID_NOT_UNIQUE =
            ALL_RULES.with(new UniqueIndexes(UniqueIndexes.EVENT_LOG.slotKeys(), false));

    /** Log rule 5: pages are not checked for gaps. */
    static final RuleVariant UNCHECKED_PAGES = ALL_RULES.with(ProcessComponents.UNCHECKED_PAGES, MAX_BATCH_DOCUMENTS);

    /** Log rule 6: groups have no limit. */
    static final RuleVariant UNBOUNDED_GROUPS = ALL_RULES.with(ProcessComponents.UNMODIFIED, 100);

    /** Log rule 7: the recorded time is the clock's. */
    static final RuleVariant UNADJUSTED_TIME = ALL_RULES.with(ProcessComponents.UNADJUSTED_TIME, MAX_BATCH_DOCUMENTS);

    /** Log rule 9: where nothing matched, there is no condition. */
    static final RuleVariant NO_MARKER_WITHOUT_MATCH = new RuleVariant(
            UniqueIndexes.EVENT_LOG,
            true,
            PortGuarantees.ALL,
            UnaryOperator.identity(),
            ProcessComponents.UNMODIFIED,
            MAX_BATCH_DOCUMENTS,
            false);

    private RuleVariant with(UniqueIndexes other) {
        return new RuleVariant(
                other, journaling, guarantees, storeDecorator, components, maxGroupCommits, markerWithoutMatch);
    }

    private RuleVariant with(PortGuarantees other) {
        return new RuleVariant(
                uniqueIndexes, journaling, other, storeDecorator, components, maxGroupCommits, markerWithoutMatch);
    }

    private RuleVariant with(UnaryOperator<CommitStore> other) {
        return new RuleVariant(
                uniqueIndexes, journaling, guarantees, other, components, maxGroupCommits, markerWithoutMatch);
    }

    private RuleVariant with(ProcessComponents other, int groupCommits) {
        return new RuleVariant(
                uniqueIndexes, journaling, guarantees, storeDecorator, other, groupCommits, markerWithoutMatch);
    }
}
