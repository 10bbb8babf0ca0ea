package org.parcours.command.eventlog.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Schedules actions one after another, in an order that a seed determines. Its clock moves only from one action to the
 * next, and its actors run one at a time, each until it waits, although each is written as if it had a thread of its
 * own. The same seed results in the same run, to the nanosecond.
 *
 * <p>Actors are virtual threads of which one runs at a time: no parallelism, no sleep, some thousand runs a second.
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

    /** To be called on a virtual thread, where a switch between actors takes a microsecond. */
    public DeterministicScheduler(long seed) {
        random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(seed);
    }

    public RandomGenerator random() {
        return random;
    }

    /** Nanoseconds since the start of the run. */
    public long now() {
        return now;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Uniformly distributed. */
    public Duration randomDuration(Duration min, Duration max) {
        return Duration.ofNanos(random.nextLong(min.toNanos(), max.toNanos() + 1));
    }

    public void schedule(Duration delay, Runnable action) {
        queue.add(new ScheduledAction(now + delay.toNanos(), scheduledCount++, action));
    }

    /** Starts an actor now; it runs whenever its wait is over. */
    public Actor spawn(Runnable body) {
        var actor = new Actor(body);
        actors.add(actor);
        schedule(Duration.ZERO, actor::resume);
        return actor;
    }

    /** Suspends the current actor. */
    public void sleep(Duration duration) {
        var actor = currentActor;
        schedule(duration, actor::resume);
        actor.yieldControl();
    }

    /**
     * Runs actions until none is left, or until the end.
     *
     * @return whether none is left
     */
    public boolean runUntil(Duration end) {
        while (!queue.isEmpty() && queue.peek().at <= end.toNanos()) {
            step();
        }
        return queue.isEmpty();
    }

    /** Runs the next action. */
    public void step() {
        schedulerThread = Thread.currentThread();
        var next = queue.remove();
        now = next.at;
        next.action.run();
    }

    /** Kills every actor. Not to be called by an actor. */
    public void shutDown() {
        queue.clear();
        actors.forEach(Actor::kill);
        runUntil(Duration.ofNanos(now));
    }

    /** Thrown in a killed actor where it waits; not to be caught. */
    static final class ActorKilledError extends Error {
        private ActorKilledError() {
            super(null, null, false, false);
        }
    }

    /** A value that an actor waits for; completed once. */
    public final class Promise<T> {

        private T value;
        private boolean completed;
        private Actor waitingActor;

        public boolean isCompleted() {
            return completed;
        }

        /** The first call sets the value; later calls have no effect. */
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

    /** A sequence of steps with a thread of its own. */
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
                    // killed by the scheduler
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    done = true;
                    returnControl();
                }
            });
        }

        /** Suspends the actor where it is, for the duration. */
        public void suspend(Duration duration) {
            suspendedUntil = Math.max(suspendedUntil, now + duration.toNanos());
        }

        /** Ends the actor where it waits. */
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
