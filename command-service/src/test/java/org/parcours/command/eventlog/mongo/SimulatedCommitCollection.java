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
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.BatchReply;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.OpTime;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.ReadReply;
import org.parcours.command.eventlog.mongo.SimulatedReplicaSet.ReplicaMember;
import org.parcours.command.eventlog.simulation.DeterministicScheduler;

/**
 * The collection of commits as one process accesses it: it selects a primary (possibly a former one), sends the
 * request, waits, retries once under the same transaction number, and gives up. A request may arrive long after it was
 * sent.
 */
final class SimulatedCommitCollection implements CommitCollection {

    /** The guarantees of the port; a test may omit one. */
    record PortGuarantees(
            boolean linearizable, boolean majorityReads, boolean causal, boolean checksWriteConcernErrors) {
        static final PortGuarantees ALL = new PortGuarantees(true, true, true, true);
    }

    private static final Duration SOCKET_TIMEOUT = Duration.ofMillis(2500);

    private final DeterministicScheduler scheduler;
    private final SimulatedReplicaSet replicaSet;
    private final String processName;
    private final PortGuarantees guarantees;
    private final double networkFaultProbability;
    private OpTime latestOpTime = OpTime.NONE;
    private long batches;

    /** @param networkFaultProbability that a request or a reply is lost or very late */
    SimulatedCommitCollection(
            DeterministicScheduler scheduler,
            SimulatedReplicaSet replicaSet,
            String processName,
            PortGuarantees guarantees,
            double networkFaultProbability) {
        this.networkFaultProbability = networkFaultProbability;
        this.scheduler = scheduler;
        this.replicaSet = replicaSet;
        this.processName = processName;
        this.guarantees = guarantees;
    }

    @Override
    public InsertReply insert(List<Commit> commits) {
        long batchId = processName.hashCode() * 1_000_003L + ++batches;
        var first = this.<BatchReply>send((member, callback) -> replicaSet.insert(member, commits, batchId, callback));
        var reply = first.isPresent()
                ? first
                : this.<BatchReply>send((member, callback) -> replicaSet.insert(member, commits, batchId, callback));
        return reply.<InsertReply>map(inserted -> {
                    if (inserted.majorityConfirmed()) {
                        advance(inserted.opTime());
                    }
                    return new InsertReply.Replied(
                            inserted.insertedCount(),
                            inserted.violatedKey(),
                            inserted.majorityConfirmed() || !guarantees.checksWriteConcernErrors());
                })
                .orElseGet(() -> new InsertReply.Indeterminate(new Exception("no reply")));
    }

    @Override
    public Optional<Commit> findLinearizable(long sequence) {
        Function<List<Commit>, Optional<Commit>> query = commits ->
                commits.stream().filter(commit -> commit.sequence() == sequence).findFirst();
        return guarantees.linearizable()
                ? read((member, callback) -> replicaSet.readLinearizable(member, query, callback))
                : read((member, callback) -> replicaSet.readLocal(member, query, callback));
    }

    @Override
    public List<Commit> findAfter(long sequence, int limit) {
        return readMajority(commits -> replicaSet.page(commits, sequence, limit));
    }

    @Override
    public List<Commit> findByIds(Set<CommitId> ids) {
        return readMajority(commits ->
                commits.stream().filter(commit -> ids.contains(commit.id())).toList());
    }

    @Override
    public List<Commit> findMatching(Criteria criteria, long afterPosition, int limit) {
        return readMajority(commits -> commits.stream()
                .filter(commit -> commit.lastPosition() > afterPosition
                        && commit.events().stream().anyMatch(event -> criteria.matches(event.name(), event.tags())))
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<Commit> findAtOrBefore(long position) {
        return readMajority(commits -> commits.stream()
                .filter(commit -> commit.firstPosition() <= position)
                .reduce((one, other) -> other));
    }

    @Override
    public Optional<Subscription> watch(Runnable listener) {
        return Optional.empty();
    }

    @Override
    public void checkWritable(int bytes) {}

    @Override
    public void close() {
        // nothing to close
    }

    private <T> T readMajority(Function<List<Commit>, T> query) {
        var afterOpTime = guarantees.causal() ? latestOpTime : OpTime.NONE;
        return guarantees.majorityReads()
                ? read((member, callback) -> replicaSet.readMajority(member, afterOpTime, query, callback))
                : read((member, callback) -> replicaSet.readLocal(member, query, callback));
    }

    private <T> T read(BiConsumer<ReplicaMember, Consumer<Optional<ReadReply<T>>>> request) {
        var first = this.<ReadReply<T>>send(request);
        var reply = first.isPresent() ? first : this.<ReadReply<T>>send(request);
        var readReply = reply.orElseThrow(() -> new LogUnavailableException("no reply"));
        advance(readReply.opTime());
        return readReply.value();
    }

    private void advance(OpTime time) {
        latestOpTime = time.compareTo(latestOpTime) > 0 ? time : latestOpTime;
    }

    /** Sends a request over the network. */
    private <T> Optional<T> send(BiConsumer<ReplicaMember, Consumer<Optional<T>>> request) {
        var primaries = replicaSet.members().stream()
                .filter(member -> member.isPrimary() && replicaSet.isReachable(processName, member))
                .toList();
        if (primaries.isEmpty()) {
            scheduler.sleep(scheduler.randomDuration(Duration.ofMillis(20), Duration.ofMillis(200)));
            return Optional.empty();
        }
        var member = primaries.get(scheduler.random().nextInt(primaries.size()));
        var replied = scheduler.<Optional<T>>promise();
        if (!scheduler.chance(networkFaultProbability)) { // else the request is lost
            scheduler.schedule(delay(), () -> {
                if (replicaSet.isReachable(processName, member)) {
                    request.accept(member, value -> {
                        if (!scheduler.chance(networkFaultProbability)) { // else the reply is lost
                            scheduler.schedule(delay(), () -> replied.complete(value));
                        }
                    });
                }
            });
        }
        scheduler.schedule(SOCKET_TIMEOUT, () -> replied.complete(Optional.empty()));
        return replied.await();
    }

    private Duration delay() {
        return scheduler.chance(networkFaultProbability)
                ? scheduler.randomDuration(Duration.ofMillis(100), Duration.ofSeconds(5))
                : scheduler.randomDuration(Duration.ofMillis(1), Duration.ofMillis(8));
    }
}
