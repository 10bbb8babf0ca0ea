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
import org.parcours.command.eventlog.mongo.Slots.Key;
import org.parcours.command.log.simulation.Scheduler;

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
    record Entry(long term, Optional<Commit> document, long batch, int statement) {}

    /**
     * The unique indexes.
     *
     * @param slot what stands in {@code _id}
     * @param alsoById whether the commit id is unique (rule 4)
     */
    record Keys(List<ToLongFunction<Commit>> slot, boolean alsoById) {
        static final Keys OURS = new Keys(List.of(Commit::sequence, Commit::firstPosition), true);
    }

    /** What a write waits for. */
    record Wait(int index, long term, Consumer<Boolean> told) {}

    private static final Duration PRIMARY_GIVES_UP_AFTER = Duration.ofMillis(800);
    private static final Duration WRITE_TIMEOUT = Duration.ofMillis(1500);
    private static final int MAJORITY = 2;

    final class Member {

        private final int number;
        private final List<Entry> oplog = new ArrayList<>();
        private int journaled;
        private int committed; // so many entries a majority is known to have
        private long term;
        private boolean primary;
        private boolean up = true;
        private final int[] matched = new int[3];
        private final long[] heardFrom = new long[3];
        private final List<Wait> waiting = new ArrayList<>();

        private Member(int number) {
            this.number = number;
        }

        boolean isPrimary() {
            return up && primary;
        }

        private OpTime last() {
            return oplog.isEmpty() ? OpTime.NONE : new OpTime(oplog.getLast().term(), oplog.size());
        }

        OpTime committedTime() {
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
            var told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(wait -> wait.told().accept(false));
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
            Arrays.fill(matched, 0);
            Arrays.fill(heardFrom, world.now());
            oplog.add(new Entry(term, Optional.empty(), -1, 0));
            advance();
        }

        /** What a majority has of this term, and what is before it, is there to stay. */
        private void advance() {
            matched[number] = journaling ? journaled : oplog.size();
            for (int index = oplog.size();
                    index > committed && oplog.get(index - 1).term() == term;
                    index--) {
                int reached = index;
                if (Arrays.stream(matched).filter(had -> had >= reached).count() >= MAJORITY) {
                    committed = index;
                }
            }
            var reached =
                    waiting.stream().filter(wait -> wait.index() <= committed).toList();
            waiting.removeAll(reached);
            reached.forEach(wait -> wait.told().accept(true));
        }

        private void await(int index, Consumer<Boolean> told) {
            if (index <= committed) {
                told.accept(true);
                return;
            }
            var wait = new Wait(index, term, told);
            waiting.add(wait);
            world.after(WRITE_TIMEOUT, () -> {
                if (waiting.remove(wait)) {
                    told.accept(false);
                }
            });
        }
    }

    private final Scheduler world;
    private final Keys keys;
    private final boolean journaling;
    private final int maxDocumentsOfABatch;
    private final List<Member> members;
    private final boolean[][] cut = new boolean[3][3];
    private final Set<String> cutOff = new HashSet<>(); // client@member
    private long holesLeft;

    /**
     * @param journaling whether only what is journalled counts towards a majority (rule 3)
     * @param maxDocumentsOfABatch stands for MongoDB's largest message
     */
    SimulatedReplicaSet(Scheduler world, Keys keys, boolean journaling, int maxDocumentsOfABatch) {
        this.world = world;
        this.keys = keys;
        this.journaling = journaling;
        this.maxDocumentsOfABatch = maxDocumentsOfABatch;
        members = List.of(new Member(0), new Member(1), new Member(2));
        members.getFirst().becomePrimary(1);
        members.forEach(this::live);
    }

    // -- the members among themselves

    /** The heart beat; what was written is replicated sooner, see {@link #written}. */
    private void live(Member member) {
        world.after(world.between(Duration.ofMillis(20), Duration.ofMillis(120)), () -> {
            beat(member);
            live(member);
        });
    }

    private void beat(Member member) {
        if (member.up) {
            if (world.chance(0.6)) {
                member.journaled = member.oplog.size();
            }
            if (member.primary) {
                lead(member);
            } else {
                pull(member);
            }
        }
    }

    private void written() {
        for (var member : members) {
            world.after(world.between(Duration.ofMillis(1), Duration.ofMillis(9)), () -> beat(member));
        }
    }

    private void lead(Member primary) {
        primary.advance();
        long alive = members.stream()
                .filter(other -> other == primary
                        || world.now() - primary.heardFrom[other.number] < PRIMARY_GIVES_UP_AFTER.toNanos())
                .count();
        if (alive < MAJORITY) {
            primary.stepDown();
        }
    }

    private void pull(Member member) {
        var source = members.stream()
                .filter(other -> other.isPrimary() && other.term >= member.term && reach(member, other))
                .max((one, other) -> Long.compare(one.term, other.term));
        if (source.isEmpty()) {
            if (world.chance(0.25)) {
                elect(member.number);
            }
            return;
        }
        var primary = source.get();
        member.term = primary.term;
        int common = common(member, primary);
        if (common < member.committed) {
            if (journaling) {
                throw new AssertionError("The model is wrong: what was committed is rolled back");
            }
            member.committed = common; // forgotten by those who had it, before it reached a disk
        }
        member.oplog.subList(common, member.oplog.size()).clear();
        member.journaled = Math.min(member.journaled, common);
        int take = world.chance(0.7) ? primary.oplog.size() : common + (primary.oplog.size() - common) / 2;
        member.oplog.addAll(primary.oplog.subList(common, Math.max(common, take)));
        member.committed = Math.max(member.committed, Math.min(primary.committed, member.oplog.size()));
        primary.heardFrom[member.number] = world.now();
        primary.matched[member.number] = journaling ? member.journaled : member.oplog.size();
        primary.advance();
    }

    private static int common(Member member, Member primary) {
        int common = Math.min(member.oplog.size(), primary.oplog.size());
        while (common > 0 && member.oplog.get(common - 1) != primary.oplog.get(common - 1)) {
            common--;
        }
        return common;
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
                        && reach(voter, candidate)
                        && voter.term < term
                        && voter.last().compareTo(candidate.last()) <= 0)
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

    private boolean reach(Member one, Member other) {
        return one == other || !cut[one.number][other.number];
    }

    // -- faults

    void crash(int number, Duration downFor) {
        var member = members.get(number);
        if (!member.up) {
            return;
        }
        member.crash();
        world.after(downFor, () -> member.up = true);
    }

    /** All of them at once; each comes back in its own time. */
    void cutThePower() {
        for (int number = 0; number < 3; number++) {
            crash(number, world.between(Duration.ofMillis(50), Duration.ofSeconds(1)));
        }
    }

    /** Nothing between this member and the others; clients may still reach it. */
    void cutOff(int number, Duration duration) {
        setCut(number, true);
        world.after(duration, () -> setCut(number, false));
    }

    private void setCut(int number, boolean isCut) {
        for (int other = 0; other < 3; other++) {
            cut[number][other] = isCut && other != number;
            cut[other][number] = isCut && other != number;
        }
    }

    void cutOffClient(String client, int number, Duration duration) {
        cutOff.add(client + "@" + number);
        world.after(duration, () -> cutOff.remove(client + "@" + number));
    }

    /** The next page of more than two documents lacks one, as one that is read while it changes might. */
    void punchHole() {
        holesLeft++;
    }

    void heal() {
        cutOff.clear();
        holesLeft = 0;
        for (int number = 0; number < 3; number++) {
            setCut(number, false);
            members.get(number).up = true;
        }
    }

    Optional<Integer> primary() {
        return members.stream()
                .filter(Member::isPrimary)
                .max((one, other) -> Long.compare(one.term, other.term))
                .map(member -> member.number);
    }

    // -- what a client asks a member

    boolean reachable(String client, Member member) {
        return member.up && !cutOff.contains(client + "@" + member.number);
    }

    List<Member> members() {
        return members;
    }

    /** What stands in the end: what the primary has, when a majority has it too. */
    Optional<List<Commit>> settled() {
        return members.stream()
                .filter(Member::isPrimary)
                .filter(primary -> primary.committed == primary.oplog.size()
                        && members.stream().allMatch(member -> member.term <= primary.term))
                .findFirst()
                .map(Member::committedDocuments);
    }

    /** @param inserted how many of the batch are in, in all */
    record Inserted(int inserted, Optional<Key> refused, boolean byMajority, OpTime at) {}

    /** @param told empty: not the primary, or no primary any more: nothing is said of what was done */
    void insert(Member member, List<Commit> batch, long batchId, Consumer<Optional<Inserted>> told) {
        if (!member.isPrimary() || batch.size() > maxDocumentsOfABatch) {
            told.accept(Optional.empty());
            return;
        }
        insertFrom(member, member.term, batch, batchId, 0, 0, told);
    }

    private void insertFrom(
            Member member,
            long term,
            List<Commit> batch,
            long batchId,
            int from,
            int needed,
            Consumer<Optional<Inserted>> told) {
        if (!member.isPrimary() || member.term != term) {
            told.accept(Optional.empty());
            return;
        }
        // In the middle of a batch others may come in, and the primary may go.
        int until = world.chance(0.3) ? Math.min(batch.size(), from + 1) : batch.size();
        int waitFor = needed;
        for (int i = from; i < until; i++) {
            var done = doneBefore(member, batchId, i);
            if (done == 0) {
                var refused = refused(member, batch.get(i));
                if (refused.isPresent()) {
                    answer(member, i, refused, waitFor, told);
                    return;
                }
                member.oplog.add(new Entry(term, Optional.of(batch.get(i)), batchId, i));
                written();
                done = member.oplog.size();
            }
            waitFor = Math.max(waitFor, done);
        }
        if (until == batch.size()) {
            answer(member, until, Optional.empty(), waitFor, told);
        } else {
            int so = waitFor;
            world.after(
                    world.between(Duration.ZERO, Duration.ofMillis(3)),
                    () -> insertFrom(member, term, batch, batchId, until, so, told));
        }
    }

    private static int doneBefore(Member member, long batchId, int statement) {
        for (int index = 1; index <= member.oplog.size(); index++) {
            var entry = member.oplog.get(index - 1);
            if (entry.batch() == batchId && entry.statement() == statement) {
                return index;
            }
        }
        return 0;
    }

    private Optional<Key> refused(Member member, Commit document) {
        boolean idTaken = false;
        for (var entry : member.oplog) {
            if (entry.document().isPresent()) {
                var there = entry.document().get();
                for (var key : keys.slot()) {
                    if (key.applyAsLong(there) == key.applyAsLong(document)) {
                        return Optional.of(Key.SLOT);
                    }
                }
                idTaken |= there.id().equals(document.id());
            }
        }
        return keys.alsoById() && idTaken ? Optional.of(Key.COMMIT_ID) : Optional.empty();
    }

    private void answer(
            Member member, int inserted, Optional<Key> refused, int waitFor, Consumer<Optional<Inserted>> told) {
        var at = waitFor == 0
                ? OpTime.NONE
                : new OpTime(member.oplog.get(waitFor - 1).term(), waitFor);
        member.await(waitFor, byMajority -> told.accept(Optional.of(new Inserted(inserted, refused, byMajority, at))));
    }

    /** What was read, and the time that it is of. */
    record Found<T>(T what, OpTime at) {}

    /** Of what a majority has, once that includes what happened at {@code after}. */
    <T> void readMajority(
            Member member, OpTime after, Function<List<Commit>, T> question, Consumer<Optional<Found<T>>> told) {
        if (!member.isPrimary()) {
            told.accept(Optional.empty());
        } else if (member.committedTime().compareTo(after) < 0) {
            world.after(Duration.ofMillis(10), () -> readMajority(member, after, question, told));
        } else {
            told.accept(Optional.of(new Found<>(question.apply(member.committedDocuments()), member.committedTime())));
        }
    }

    <T> void readLocal(Member member, Function<List<Commit>, T> question, Consumer<Optional<Found<T>>> told) {
        told.accept(
                member.isPrimary()
                        ? Optional.of(new Found<>(question.apply(member.localDocuments()), member.last()))
                        : Optional.empty());
    }

    /** Of what is there, when a no-op written after it has reached a majority. */
    <T> void readLinearizable(Member member, Function<List<Commit>, T> question, Consumer<Optional<Found<T>>> told) {
        if (!member.isPrimary()) {
            told.accept(Optional.empty());
            return;
        }
        var found = question.apply(member.localDocuments());
        member.oplog.add(new Entry(member.term, Optional.empty(), -1, 0));
        written();
        int index = member.oplog.size();
        long term = member.term;
        member.await(
                index,
                byMajority -> told.accept(
                        byMajority ? Optional.of(new Found<>(found, new OpTime(term, index))) : Optional.empty()));
    }

    /** A page as it is read; see {@link #punchHole}. */
    List<Commit> page(List<Commit> documents, long after, int limit) {
        var page = new ArrayList<>(documents.stream()
                .filter(commit -> commit.sequence() > after)
                .sorted((one, other) -> Long.compare(one.sequence(), other.sequence()))
                .limit(limit)
                .toList());
        if (page.size() > 2 && holesLeft > 0) {
            holesLeft--;
            page.remove(1);
        }
        return page;
    }
}
