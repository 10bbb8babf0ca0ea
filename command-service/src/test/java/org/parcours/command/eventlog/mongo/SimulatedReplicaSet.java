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
 * A model of a MongoDB replica set: three members that replicate an oplog, as far as the correctness of the log depends
 * on it. {@code SIMULATION.md} in this directory lists its assumptions on MongoDB with their sources.
 */
final class SimulatedReplicaSet {

    /** The place of an oplog entry, which defines its order, like MongoDB's OpTime. */
    record OpTime(long term, int index) implements Comparable<OpTime> {
        static final OpTime NONE = new OpTime(0, 0);

        @Override
        public int compareTo(OpTime other) {
            return term != other.term ? Long.compare(term, other.term) : Integer.compare(index, other.index);
        }
    }

    /**
     * @param document empty: a no-op, which each new primary and each linearizable read writes
     * @param batch the insert that it belongs to; a retry of that insert skips executed statements (retryable writes)
     */
    record OplogEntry(long term, Optional<Commit> document, long batch, int statement) {}

    /**
     * The unique indexes.
     *
     * @param slotKeys the unique keys of a slot
     * @param uniqueCommitId whether the commit id is unique (log rule 4)
     */
    record UniqueIndexes(List<ToLongFunction<Commit>> slotKeys, boolean uniqueCommitId) {
        static final UniqueIndexes EVENT_LOG =
                new UniqueIndexes(List.of(Commit::sequence, Commit::firstPosition), true);
    }

    /** A write or read that waits for a majority. */
    record MajorityWait(int index, long term, Consumer<Boolean> callback) {}

    private static final Duration STEP_DOWN_AFTER = Duration.ofMillis(800);
    private static final Duration WRITE_TIMEOUT = Duration.ofMillis(1500);
    private static final int MAJORITY = 2;

    final class ReplicaMember {

        private final int number;
        private final List<OplogEntry> oplog = new ArrayList<>();
        private int journaled;
        private int committed; // the number of entries known to be on a majority
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
            var unconfirmed = List.copyOf(waits);
            waits.clear();
            unconfirmed.forEach(wait -> wait.callback().accept(false));
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

        /** Entries of this term on a majority, and all before them, are committed. */
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

        private void awaitMajority(int index, Consumer<Boolean> callback) {
            if (index <= committed) {
                callback.accept(true);
                return;
            }
            var wait = new MajorityWait(index, term, callback);
            waits.add(wait);
            scheduler.schedule(WRITE_TIMEOUT, () -> {
                if (waits.remove(wait)) {
                    callback.accept(false);
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
     * @param journaling whether only journalled entries count towards a majority (log rule 3)
     * @param maxBatchDocuments represents MongoDB's largest message
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

    /** The periodic heartbeat; writes are replicated sooner, see {@link #scheduleReplication}. */
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
                throw new AssertionError("Defect of the model: a committed entry is rolled back");
            }
            member.committed = commonLength; // lost by its members before it was journalled
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

    /** Holds an election; the members that reach the candidate and have nothing newer vote for it. */
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

    /** Crashes all members at once; each restarts at its own time. */
    void cutPower() {
        for (int number = 0; number < 3; number++) {
            crash(number, scheduler.randomDuration(Duration.ofMillis(50), Duration.ofSeconds(1)));
        }
    }

    /** Cuts a member off from the others; clients may still reach it. */
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

    /** The next page of more than two documents lacks one, as a page that is read during changes might. */
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

    // -- requests of clients

    boolean isReachable(String client, ReplicaMember member) {
        return member.up && !unreachableClients.contains(client + "@" + member.number);
    }

    List<ReplicaMember> members() {
        return members;
    }

    /** The documents of the primary, once all are on a majority. */
    Optional<List<Commit>> finalDocuments() {
        return members.stream()
                .filter(ReplicaMember::isPrimary)
                .filter(primary -> primary.committed == primary.oplog.size()
                        && members.stream().allMatch(member -> member.term <= primary.term))
                .findFirst()
                .map(ReplicaMember::committedDocuments);
    }

    /** @param insertedCount how many documents of the batch are inserted in total */
    record BatchReply(int insertedCount, Optional<UniqueKey> violatedKey, boolean majorityConfirmed, OpTime opTime) {}

    /** @param callback receives empty where the member is not, or no longer, the primary: the result is unknown */
    void insert(ReplicaMember member, List<Commit> batch, long batchId, Consumer<Optional<BatchReply>> callback) {
        if (!member.isPrimary() || batch.size() > maxBatchDocuments) {
            callback.accept(Optional.empty());
            return;
        }
        insertFrom(member, member.term, batch, batchId, 0, 0, callback);
    }

    private void insertFrom(
            ReplicaMember member,
            long term,
            List<Commit> batch,
            long batchId,
            int from,
            int majorityIndex,
            Consumer<Optional<BatchReply>> callback) {
        if (!member.isPrimary() || member.term != term) {
            callback.accept(Optional.empty());
            return;
        }
        // Within a batch other writes may be executed, and the primary may step down.
        int until = scheduler.chance(0.3) ? Math.min(batch.size(), from + 1) : batch.size();
        int waitFor = majorityIndex;
        for (int i = from; i < until; i++) {
            var index = indexOfStatement(member, batchId, i);
            if (index == 0) {
                var violated = violatedKey(member, batch.get(i));
                if (violated.isPresent()) {
                    replyAfterMajority(member, i, violated, waitFor, callback);
                    return;
                }
                member.oplog.add(new OplogEntry(term, Optional.of(batch.get(i)), batchId, i));
                scheduleReplication();
                index = member.oplog.size();
            }
            waitFor = Math.max(waitFor, index);
        }
        if (until == batch.size()) {
            replyAfterMajority(member, until, Optional.empty(), waitFor, callback);
        } else {
            int nextWaitFor = waitFor;
            scheduler.schedule(
                    scheduler.randomDuration(Duration.ZERO, Duration.ofMillis(3)),
                    () -> insertFrom(member, term, batch, batchId, until, nextWaitFor, callback));
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
            Consumer<Optional<BatchReply>> callback) {
        var at = waitFor == 0
                ? OpTime.NONE
                : new OpTime(member.oplog.get(waitFor - 1).term(), waitFor);
        member.awaitMajority(
                waitFor,
                majorityConfirmed ->
                        callback.accept(Optional.of(new BatchReply(inserted, violated, majorityConfirmed, at))));
    }

    /** The result of a read, and the time of its data. */
    record ReadReply<T>(T value, OpTime opTime) {}

    /** Reads data on a majority, once it includes the operation at {@code after}. */
    <T> void readMajority(
            ReplicaMember member,
            OpTime after,
            Function<List<Commit>, T> query,
            Consumer<Optional<ReadReply<T>>> callback) {
        if (!member.isPrimary()) {
            callback.accept(Optional.empty());
        } else if (member.committedOpTime().compareTo(after) < 0) {
            scheduler.schedule(Duration.ofMillis(10), () -> readMajority(member, after, query, callback));
        } else {
            callback.accept(
                    Optional.of(new ReadReply<>(query.apply(member.committedDocuments()), member.committedOpTime())));
        }
    }

    <T> void readLocal(
            ReplicaMember member, Function<List<Commit>, T> query, Consumer<Optional<ReadReply<T>>> callback) {
        callback.accept(
                member.isPrimary()
                        ? Optional.of(new ReadReply<>(query.apply(member.localDocuments()), member.lastOpTime()))
                        : Optional.empty());
    }

    /** Reads the member's data, and replies when a no-op written after the read is on a majority. */
    <T> void readLinearizable(
            ReplicaMember member, Function<List<Commit>, T> query, Consumer<Optional<ReadReply<T>>> callback) {
        if (!member.isPrimary()) {
            callback.accept(Optional.empty());
            return;
        }
        var value = query.apply(member.localDocuments());
        member.oplog.add(new OplogEntry(member.term, Optional.empty(), -1, 0));
        scheduleReplication();
        int index = member.oplog.size();
        long term = member.term;
        member.awaitMajority(
                index,
                majorityConfirmed -> callback.accept(
                        majorityConfirmed
                                ? Optional.of(new ReadReply<>(value, new OpTime(term, index)))
                                : Optional.empty()));
    }

    /** A page of documents; see {@link #punchHole}. */
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
