package org.parcours.command.eventlog.mongo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.mongo.CommitCollection.UniqueKey;
import org.parcours.command.eventlog.simulation.DeterministicScheduler;

/**
 * Three members that replicate an oplog, as far as the log's correctness depends on it. What it assumes of MongoDB, and
 * where each assumption is from, stands in {@code SIMULATION.md} beside this file.
 */
final class SimulatedReplicaSet {

    /** Where an entry stands: entries are ordered by it, as by MongoDB's OpTime. */
    record OpTime(long term, int index) implements Comparable<OpTime> {
        static final OpTime NONE = new OpTime(0, 0);

        @Override
        public int compareTo(OpTime other) {
            return term != other.term ? Long.compare(term, other.term) : Integer.compare(index, other.index);
        }
    }

    /**
     * @param document empty: a no-op, which each new primary and each linearizable read writes
     * @param batch the insertion that it came with: a retry of that insertion skips what is done (retryable writes)
     */
    record OplogEntry(long term, Optional<Commit> document, long batch, int statement) {}

    /**
     * The unique indexes.
     *
     * @param slotKeys what stands in {@code _id}
     * @param uniqueCommitId whether the commit id is unique (rule 4)
     */
    record UniqueIndexes(List<ToLongFunction<Commit>> slotKeys, boolean uniqueCommitId) {
        static final UniqueIndexes EVENT_LOG =
                new UniqueIndexes(List.of(Commit::sequence, Commit::firstPosition), true);
    }

    /** What a write waits for. */
    record MajorityWait(int index, long term, Consumer<Boolean> callback) {}

    private static final Duration STEP_DOWN_AFTER = Duration.ofMillis(800);
    private static final Duration WRITE_TIMEOUT = Duration.ofMillis(1500);
    private static final int MAJORITY = 2;

    final class ReplicaMember {

        private final int number;
        private final List<OplogEntry> oplog = new ArrayList<>();
        private int journaled;
        private int committed; // so many entries a majority is known to have
        private long term;
        private boolean primary;
        private boolean up = true;
        private final int[] replicatedLengths = new int[3];
        private final long[] lastContact = new long[3];
        private final List<MajorityWait> waits = new ArrayList<>();

        private ReplicaMember(int number) {
            this.number = number;
        }

        boolean isPrimary() {
            return up && primary;
        }

        private OpTime lastOpTime() {
            return oplog.isEmpty() ? OpTime.NONE : new OpTime(oplog.getLast().term(), oplog.size());
        }

        OpTime committedOpTime() {
            return committed == 0
                    ? OpTime.NONE
                    : new OpTime(oplog.get(committed - 1).term(), committed);
        }

        List<Commit> documents(int upTo) {
            var documents = new ArrayList<Commit>(upTo);
            for (var entry : oplog.subList(0, upTo)) {
                entry.document().ifPresent(documents::add);
            }
            return documents;
        }

        List<Commit> committedDocuments() {
            return documents(committed);
        }

        List<Commit> localDocuments() {
            return documents(oplog.size());
        }

        private void stepDown() {
            primary = false;
            var told = List.copyOf(waits);
            waits.clear();
            told.forEach(wait -> wait.callback().accept(false));
        }

        private void crash() {
            up = false;
            stepDown();
            oplog.subList(journaled, oplog.size()).clear();
            committed = Math.min(committed, journaled);
        }

        private void becomePrimary(long newTerm) {
            term = newTerm;
            primary = true;
            Arrays.fill(replicatedLengths, 0);
            Arrays.fill(lastContact, scheduler.now());
            oplog.add(new OplogEntry(term, Optional.empty(), -1, 0));
            advanceCommitPoint();
        }

        /** What a majority has of this term, and what is before it, is there to stay. */
        private void advanceCommitPoint() {
            replicatedLengths[number] = journaling ? journaled : oplog.size();
            for (int index = oplog.size();
                    index > committed && oplog.get(index - 1).term() == term;
                    index--) {
                int reached = index;
                if (Arrays.stream(replicatedLengths)
                                .filter(count -> count >= reached)
                                .count()
                        >= MAJORITY) {
                    committed = index;
                }
            }
            var reached =
                    waits.stream().filter(wait -> wait.index() <= committed).toList();
            waits.removeAll(reached);
            reached.forEach(wait -> wait.callback().accept(true));
        }

        private void awaitMajority(int index, Consumer<Boolean> told) {
            if (index <= committed) {
                told.accept(true);
                return;
            }
            var wait = new MajorityWait(index, term, told);
            waits.add(wait);
            scheduler.schedule(WRITE_TIMEOUT, () -> {
                if (waits.remove(wait)) {
                    told.accept(false);
                }
            });
        }
    }

    private final DeterministicScheduler scheduler;
    private final UniqueIndexes uniqueIndexes;
    private final boolean journaling;
    private final int maxBatchDocuments;
    private final List<ReplicaMember> members;
    private final boolean[][] partitioned = new boolean[3][3];
    private final Set<String> unreachableClients = new HashSet<>(); // client@member
    private long pendingHoles;

    /**
     * @param journaling whether only what is journalled counts towards a majority (rule 3)
     * @param maxBatchDocuments stands for MongoDB's largest message
     */
    SimulatedReplicaSet(
            DeterministicScheduler scheduler, UniqueIndexes uniqueIndexes, boolean journaling, int maxBatchDocuments) {
        this.scheduler = scheduler;
        this.uniqueIndexes = uniqueIndexes;
        this.journaling = journaling;
        this.maxBatchDocuments = maxBatchDocuments;
        members = List.of(new ReplicaMember(0), new ReplicaMember(1), new ReplicaMember(2));
        members.getFirst().becomePrimary(1);
        members.forEach(this::scheduleHeartbeat);
    }

    // -- the members among themselves

    /** The heart beat; what was written is replicated sooner, see {@link #scheduleReplication}. */
    private void scheduleHeartbeat(ReplicaMember member) {
        scheduler.schedule(scheduler.randomDuration(Duration.ofMillis(20), Duration.ofMillis(120)), () -> {
            heartbeat(member);
            scheduleHeartbeat(member);
        });
    }

    private void heartbeat(ReplicaMember member) {
        if (member.up) {
            if (scheduler.chance(0.6)) {
                member.journaled = member.oplog.size();
            }
            if (member.primary) {
                checkMajorityContact(member);
            } else {
                replicate(member);
            }
        }
    }

    private void scheduleReplication() {
        for (var member : members) {
            scheduler.schedule(
                    scheduler.randomDuration(Duration.ofMillis(1), Duration.ofMillis(9)), () -> heartbeat(member));
        }
    }

    private void checkMajorityContact(ReplicaMember primary) {
        primary.advanceCommitPoint();
        long alive = members.stream()
                .filter(other -> other == primary
                        || scheduler.now() - primary.lastContact[other.number] < STEP_DOWN_AFTER.toNanos())
                .count();
        if (alive < MAJORITY) {
            primary.stepDown();
        }
    }

    private void replicate(ReplicaMember member) {
        var source = members.stream()
                .filter(other -> other.isPrimary() && other.term >= member.term && canReach(member, other))
                .max((one, other) -> Long.compare(one.term, other.term));
        if (source.isEmpty()) {
            if (scheduler.chance(0.25)) {
                elect(member.number);
            }
            return;
        }
        var primary = source.get();
        member.term = primary.term;
        int commonLength = commonPrefix(member, primary);
        if (commonLength < member.committed) {
            if (journaling) {
                throw new AssertionError("The model is wrong: what was committed is rolled back");
            }
            member.committed = commonLength; // forgotten by those who had it, before it reached a disk
        }
        member.oplog.subList(commonLength, member.oplog.size()).clear();
        member.journaled = Math.min(member.journaled, commonLength);
        int targetLength =
                scheduler.chance(0.7) ? primary.oplog.size() : commonLength + (primary.oplog.size() - commonLength) / 2;
        member.oplog.addAll(primary.oplog.subList(commonLength, Math.max(commonLength, targetLength)));
        member.committed = Math.max(member.committed, Math.min(primary.committed, member.oplog.size()));
        primary.lastContact[member.number] = scheduler.now();
        primary.replicatedLengths[member.number] = journaling ? member.journaled : member.oplog.size();
        primary.advanceCommitPoint();
    }

    private static int commonPrefix(ReplicaMember member, ReplicaMember primary) {
        int commonLength = Math.min(member.oplog.size(), primary.oplog.size());
        while (commonLength > 0 && member.oplog.get(commonLength - 1) != primary.oplog.get(commonLength - 1)) {
            commonLength--;
        }
        return commonLength;
    }

    /** Stands for election; a majority that can reach it and has nothing newer votes for it. */
    void elect(int number) {
        var candidate = members.get(number);
        if (!candidate.up || candidate.primary) {
            return;
        }
        long term = members.stream().mapToLong(member -> member.term).max().orElseThrow() + 1;
        var voters = members.stream()
                .filter(voter -> voter.up
                        && canReach(voter, candidate)
                        && voter.term < term
                        && voter.lastOpTime().compareTo(candidate.lastOpTime()) <= 0)
                .toList();
        if (voters.size() < MAJORITY) {
            return;
        }
        for (var voter : voters) {
            voter.term = term;
            if (voter != candidate && voter.primary) {
                voter.stepDown();
            }
        }
        candidate.becomePrimary(term);
    }

    private boolean canReach(ReplicaMember one, ReplicaMember other) {
        return one == other || !partitioned[one.number][other.number];
    }

    // -- faults

    void crash(int number, Duration downFor) {
        var member = members.get(number);
        if (!member.up) {
            return;
        }
        member.crash();
        scheduler.schedule(downFor, () -> member.up = true);
    }

    /** All of them at once; each comes back in its own time. */
    void cutPower() {
        for (int number = 0; number < 3; number++) {
            crash(number, scheduler.randomDuration(Duration.ofMillis(50), Duration.ofSeconds(1)));
        }
    }

    /** Nothing between this member and the others; clients may still reach it. */
    void partition(int number, Duration duration) {
        setPartitioned(number, true);
        scheduler.schedule(duration, () -> setPartitioned(number, false));
    }

    private void setPartitioned(int number, boolean isPartitioned) {
        for (int other = 0; other < 3; other++) {
            partitioned[number][other] = isPartitioned && other != number;
            partitioned[other][number] = isPartitioned && other != number;
        }
    }

    void disconnectClient(String client, int number, Duration duration) {
        unreachableClients.add(client + "@" + number);
        scheduler.schedule(duration, () -> unreachableClients.remove(client + "@" + number));
    }

    /** The next page of more than two documents lacks one, as one that is read while it changes might. */
    void punchHole() {
        pendingHoles++;
    }

    void heal() {
        unreachableClients.clear();
        pendingHoles = 0;
        for (int number = 0; number < 3; number++) {
            setPartitioned(number, false);
            members.get(number).up = true;
        }
    }

    Optional<Integer> primary() {
        return members.stream()
                .filter(ReplicaMember::isPrimary)
                .max((one, other) -> Long.compare(one.term, other.term))
                .map(member -> member.number);
    }

    // -- what a client asks a member

    boolean isReachable(String client, ReplicaMember member) {
        return member.up && !unreachableClients.contains(client + "@" + member.number);
    }

    List<ReplicaMember> members() {
        return members;
    }

    /** What stands in the end: what the primary has, when a majority has it too. */
    Optional<List<Commit>> finalDocuments() {
        return members.stream()
                .filter(ReplicaMember::isPrimary)
                .filter(primary -> primary.committed == primary.oplog.size()
                        && members.stream().allMatch(member -> member.term <= primary.term))
                .findFirst()
                .map(ReplicaMember::committedDocuments);
    }

    /** @param insertedCount how many of the batch are in, in all */
    record BatchReply(int insertedCount, Optional<UniqueKey> violatedKey, boolean majorityConfirmed, OpTime opTime) {}

    /** @param told empty: not the primary, or no primary any more: nothing is said of what was done */
    void insert(ReplicaMember member, List<Commit> batch, long batchId, Consumer<Optional<BatchReply>> told) {
        if (!member.isPrimary() || batch.size() > maxBatchDocuments) {
            told.accept(Optional.empty());
            return;
        }
        insertFrom(member, member.term, batch, batchId, 0, 0, told);
    }

    private void insertFrom(
            ReplicaMember member,
            long term,
            List<Commit> batch,
            long batchId,
            int from,
            int majorityIndex,
            Consumer<Optional<BatchReply>> told) {
        if (!member.isPrimary() || member.term != term) {
            told.accept(Optional.empty());
            return;
        }
        // In the middle of a batch others may come in, and the primary may go.
        int until = scheduler.chance(0.3) ? Math.min(batch.size(), from + 1) : batch.size();
        int waitFor = majorityIndex;
        for (int i = from; i < until; i++) {
            var index = indexOfStatement(member, batchId, i);
            if (index == 0) {
                var violated = violatedKey(member, batch.get(i));
                if (violated.isPresent()) {
                    replyAfterMajority(member, i, violated, waitFor, told);
                    return;
                }
                member.oplog.add(new OplogEntry(term, Optional.of(batch.get(i)), batchId, i));
                scheduleReplication();
                index = member.oplog.size();
            }
            waitFor = Math.max(waitFor, index);
        }
        if (until == batch.size()) {
            replyAfterMajority(member, until, Optional.empty(), waitFor, told);
        } else {
            int nextWaitFor = waitFor;
            scheduler.schedule(
                    scheduler.randomDuration(Duration.ZERO, Duration.ofMillis(3)),
                    () -> insertFrom(member, term, batch, batchId, until, nextWaitFor, told));
        }
    }

    private static int indexOfStatement(ReplicaMember member, long batchId, int statement) {
        for (int index = 1; index <= member.oplog.size(); index++) {
            var entry = member.oplog.get(index - 1);
            if (entry.batch() == batchId && entry.statement() == statement) {
                return index;
            }
        }
        return 0;
    }

    private Optional<UniqueKey> violatedKey(ReplicaMember member, Commit document) {
        boolean idTaken = false;
        for (var entry : member.oplog) {
            if (entry.document().isPresent()) {
                var existing = entry.document().get();
                for (var key : uniqueIndexes.slotKeys()) {
                    if (key.applyAsLong(existing) == key.applyAsLong(document)) {
                        return Optional.of(UniqueKey.SLOT);
                    }
                }
                idTaken |= existing.id().equals(document.id());
            }
        }
        return uniqueIndexes.uniqueCommitId() && idTaken ? Optional.of(UniqueKey.COMMIT_ID) : Optional.empty();
    }

    private void replyAfterMajority(
            ReplicaMember member,
            int inserted,
            Optional<UniqueKey> violated,
            int waitFor,
            Consumer<Optional<BatchReply>> told) {
        var at = waitFor == 0
                ? OpTime.NONE
                : new OpTime(member.oplog.get(waitFor - 1).term(), waitFor);
        member.awaitMajority(
                waitFor, byMajority -> told.accept(Optional.of(new BatchReply(inserted, violated, byMajority, at))));
    }

    /** What was read, and the time that it is of. */
    record ReadReply<T>(T value, OpTime opTime) {}

    /** Of what a majority has, once that includes what happened at {@code after}. */
    <T> void readMajority(
            ReplicaMember member,
            OpTime after,
            Function<List<Commit>, T> query,
            Consumer<Optional<ReadReply<T>>> told) {
        if (!member.isPrimary()) {
            told.accept(Optional.empty());
        } else if (member.committedOpTime().compareTo(after) < 0) {
            scheduler.schedule(Duration.ofMillis(10), () -> readMajority(member, after, query, told));
        } else {
            told.accept(
                    Optional.of(new ReadReply<>(query.apply(member.committedDocuments()), member.committedOpTime())));
        }
    }

    <T> void readLocal(ReplicaMember member, Function<List<Commit>, T> query, Consumer<Optional<ReadReply<T>>> told) {
        told.accept(
                member.isPrimary()
                        ? Optional.of(new ReadReply<>(query.apply(member.localDocuments()), member.lastOpTime()))
                        : Optional.empty());
    }

    /** Of what is there, when a no-op written after it has reached a majority. */
    <T> void readLinearizable(
            ReplicaMember member, Function<List<Commit>, T> query, Consumer<Optional<ReadReply<T>>> told) {
        if (!member.isPrimary()) {
            told.accept(Optional.empty());
            return;
        }
        var value = query.apply(member.localDocuments());
        member.oplog.add(new OplogEntry(member.term, Optional.empty(), -1, 0));
        scheduleReplication();
        int index = member.oplog.size();
        long term = member.term;
        member.awaitMajority(
                index,
                byMajority -> told.accept(
                        byMajority ? Optional.of(new ReadReply<>(value, new OpTime(term, index))) : Optional.empty()));
    }

    /** A page as it is read; see {@link #punchHole}. */
    List<Commit> page(List<Commit> documents, long after, int limit) {
        var page = new ArrayList<>(documents.stream()
                .filter(commit -> commit.sequence() > after)
                .sorted((one, other) -> Long.compare(one.sequence(), other.sequence()))
                .limit(limit)
                .toList());
        if (page.size() > 2 && pendingHoles > 0) {
            pendingHoles--;
            page.remove(1);
        }
        return page;
    }
}
