package org.parcours.command.eventlog.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A world in which one thing happens after the other, in an order that a seed decides: its clock moves only from one
 * event to the next, and its actors, though each is written as if it had a thread of its own, run one at a time, each
 * until it waits. The same seed gives the same world, to the nanosecond.
 *
 * <p>Actors are virtual threads that hand one baton on: no parallelism, no sleep; some thousand worlds a second.
 */
public final class DeterministicScheduler {

    private record ScheduledAction(long at, long order, Runnable action) {}

    private final RandomGenerator random;
    private final PriorityQueue<ScheduledAction> queue = new PriorityQueue<>(
            (one, other) -> one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.order, other.order));
    private final List<Actor> actors = new ArrayList<>();
    private volatile Thread schedulerThread = Thread.currentThread();
    private long now;
    private long scheduledCount;
    private Actor currentActor;
    private volatile boolean schedulerHasTurn = true;

    /** Call it on a virtual thread: handing the baton on is then a matter of a microsecond. */
    public DeterministicScheduler(long seed) {
        random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
    }

    public RandomGenerator random() {
        return random;
    }

    /** Nanoseconds since the world began. */
    public long now() {
        return now;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Evenly between the two. */
    public Duration randomDuration(Duration min, Duration max) {
        return Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos() + 1));
    }

    public void schedule(Duration delay, Runnable action) {
        queue.add(new ScheduledAction(now + delay.toNanos(), scheduledCount++, action));
    }

    /** Starts now, runs whenever what it waits for has come. */
    public Actor spawn(Runnable body) {
        var actor = new Actor(body);
        actors.add(actor);
        schedule(Duration.ZERO, actor::resume);
        return actor;
    }

    /** In an actor: waits. */
    public void sleep(Duration duration) {
        var actor = currentActor;
        schedule(duration, actor::resume);
        actor.yieldControl();
    }

    /**
     * Lets the world run until nothing is left to happen, or until then.
     *
     * @return whether nothing is left
     */
    public boolean runUntil(Duration end) {
        while (!queue.isEmpty() && queue.peek().at <= end.toNanos()) {
            step();
        }
        return queue.isEmpty();
    }

    /** Lets the next thing happen, whenever it does. */
    public void step() {
        schedulerThread = Thread.currentThread();
        var next = queue.remove();
        now = next.at;
        next.action.run();
    }

    /** Ends every actor where it waits. Outside of the world. */
    public void shutDown() {
        queue.clear();
        actors.forEach(Actor::kill);
        runUntil(Duration.ofNanos(now));
    }

    /** Thrown inside an actor that was killed, where it waits; nobody may catch it. */
    static final class ActorKilledError extends Error {
        private ActorKilledError() {
            super(null, null, false, false);
        }
    }

    /** What an actor waits for: given once, by whoever. */
    public final class Promise<T> {

        private T value;
        private boolean completed;
        private Actor waitingActor;

        public boolean isCompleted() {
            return completed;
        }

        /** The first who gives decides. */
        public void complete(T newValue) {
            if (completed) {
                return;
            }
            completed = true;
            value = newValue;
            if (waitingActor != null) {
                schedule(Duration.ZERO, waitingActor::resume);
            }
        }

        public T await() {
            if (!completed) {
                waitingActor = currentActor;
                currentActor.yieldControl();
            }
            return value;
        }
    }

    public <T> Promise<T> promise() {
        return new Promise<>();
    }

    /** One line of thought. */
    public final class Actor {

        private final Thread thread;
        private volatile boolean hasTurn;
        private volatile boolean killed;
        private volatile boolean done;
        private Throwable failure;
        private long suspendedUntil;

        private Actor(Runnable body) {
            thread = Thread.ofVirtual().unstarted(() -> {
                awaitTurn();
                try {
                    if (!killed) {
                        body.run();
                    }
                } catch (ActorKilledError ended) {
                    // as it should
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    done = true;
                    returnControl();
                }
            });
        }

        /** It stands still, wherever it is, and goes on later as if nothing had been. */
        public void suspend(Duration duration) {
            suspendedUntil = Math.max(suspendedUntil, now + duration.toNanos());
        }

        /** It does nothing more, from where it waits now. */
        public void kill() {
            if (!done && !killed) {
                killed = true;
                schedule(Duration.ZERO, this::resume);
            }
        }

        private void resume() {
            if (done) {
                return;
            }
            if (suspendedUntil > now && !killed) {
                schedule(Duration.ofNanos(suspendedUntil - now), this::resume);
                return;
            }
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            var previousActor = currentActor;
            currentActor = this;
            schedulerHasTurn = false;
            hasTurn = true;
            LockSupport.unpark(thread);
            while (!schedulerHasTurn) {
                LockSupport.park(DeterministicScheduler.this);
            }
            currentActor = previousActor;
            if (failure != null) {
                var thrown = failure;
                failure = null;
                throw new AssertionError("An actor failed", thrown);
            }
        }

        private void yieldControl() {
            returnControl();
            awaitTurn();
            if (killed) {
                throw new ActorKilledError();
            }
        }

        private void returnControl() {
            schedulerHasTurn = true;
            LockSupport.unpark(schedulerThread);
        }

        private void awaitTurn() {
            while (!hasTurn) {
                LockSupport.park(DeterministicScheduler.this);
            }
            hasTurn = false;
        }
    }
}
