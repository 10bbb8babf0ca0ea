package org.parcours.command.eventlog.mongo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.Found;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.Inserted;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.Member;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.OpTime;
import org.parcours.command.log.simulation.Scheduler;

/**
 * The driver of one process: finds a primary (perhaps one that is none any more), sends, waits, tries once again under
 * the same transaction number, gives up. What it sent may arrive long after.
 */
final class SimulatedSlots implements Slots {

    /** Which promises of the port are kept: a test may leave one out. */
    record Promises(boolean linearizable, boolean majorityReads, boolean causal, boolean looksAtWriteConcernErrors) {
        static final Promises KEPT = new Promises(true, true, true, true);
    }

    private static final Duration SOCKET_TIMEOUT = Duration.ofMillis(2500);

    private final Scheduler world;
    private final SimulatedReplicaSet set;
    private final String name;
    private final Promises promises;
    private final double badLine;
    private OpTime seen = OpTime.NONE;
    private long batches;

    /** @param badLine how often a request, a reply is lost or comes very late */
    SimulatedSlots(Scheduler world, SimulatedReplicaSet set, String name, Promises promises, double badLine) {
        this.badLine = badLine;
        this.world = world;
        this.set = set;
        this.name = name;
        this.promises = promises;
    }

    @Override
    public Answer insert(List<Commit> documents) {
        long batchId = name.hashCode() * 1_000_003L + ++batches;
        var first = this.<Inserted>ask((member, told) -> set.insert(member, documents, batchId, told));
        var answer = first.isPresent()
                ? first
                : this.<Inserted>ask((member, told) -> set.insert(member, documents, batchId, told));
        return answer.<Answer>map(inserted -> {
                    if (inserted.byMajority()) {
                        see(inserted.at());
                    }
                    return new Answer.Answered(
                            inserted.inserted(),
                            inserted.refused(),
                            inserted.byMajority() || !promises.looksAtWriteConcernErrors());
                })
                .orElseGet(() -> new Answer.NotKnown(new Exception("no answer")));
    }

    @Override
    public Optional<Commit> slot(long sequence) {
        Function<List<Commit>, Optional<Commit>> question = documents -> documents.stream()
                .filter(commit -> commit.sequence() == sequence)
                .findFirst();
        return promises.linearizable()
                ? read((member, told) -> set.readLinearizable(member, question, told))
                : read((member, told) -> set.readLocal(member, question, told));
    }

    @Override
    public List<Commit> after(long sequence, int limit) {
        return readMajority(documents -> set.page(documents, sequence, limit));
    }

    @Override
    public List<Commit> withIds(Set<CommitId> ids) {
        return readMajority(documents ->
                documents.stream().filter(commit -> ids.contains(commit.id())).toList());
    }

    @Override
    public List<Commit> matching(Criteria criteria, long afterPosition, int limit) {
        return readMajority(documents -> documents.stream()
                .filter(commit -> commit.lastPosition() > afterPosition
                        && commit.events().stream().anyMatch(event -> criteria.matches(event.name(), event.tags())))
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<Commit> at(long position) {
        return readMajority(documents -> documents.stream()
                .filter(commit -> commit.firstPosition() <= position)
                .reduce((one, other) -> other));
    }

    @Override
    public Optional<Subscription> watch(Runnable appended) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // nothing to let go of
    }

    private <T> T readMajority(Function<List<Commit>, T> question) {
        var after = promises.causal() ? seen : OpTime.NONE;
        return promises.majorityReads()
                ? read((member, told) -> set.readMajority(member, after, question, told))
                : read((member, told) -> set.readLocal(member, question, told));
    }

    private <T> T read(BiConsumer<Member, Consumer<Optional<Found<T>>>> request) {
        var first = this.<Found<T>>ask(request);
        var answer = first.isPresent() ? first : this.<Found<T>>ask(request);
        var found = answer.orElseThrow(() -> new LogUnavailableException("no answer"));
        see(found.at());
        return found.what();
    }

    private void see(OpTime time) {
        seen = time.compareTo(seen) > 0 ? time : seen;
    }

    /** One request on the wire. */
    private <T> Optional<T> ask(BiConsumer<Member, Consumer<Optional<T>>> request) {
        var primaries = set.members().stream()
                .filter(member -> member.isPrimary() && set.reachable(name, member))
                .toList();
        if (primaries.isEmpty()) {
            world.sleep(world.between(Duration.ofMillis(20), Duration.ofMillis(200)));
            return Optional.empty();
        }
        var member = primaries.get(world.random().nextInt(primaries.size()));
        var answered = world.<Optional<T>>promise();
        if (!world.chance(badLine)) { // the request is lost
            world.after(delay(), () -> {
                if (set.reachable(name, member)) {
                    request.accept(member, what -> {
                        if (!world.chance(badLine)) { // the answer is lost
                            world.after(delay(), () -> answered.give(what));
                        }
                    });
                }
            });
        }
        world.after(SOCKET_TIMEOUT, () -> answered.give(Optional.empty()));
        return answered.await();
    }

    private Duration delay() {
        return world.chance(badLine)
                ? world.between(Duration.ofMillis(100), Duration.ofSeconds(5))
                : world.between(Duration.ofMillis(1), Duration.ofMillis(8));
    }
}
