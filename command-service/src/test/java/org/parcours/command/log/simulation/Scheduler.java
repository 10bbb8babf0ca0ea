package org.parcours.command.log.simulation;

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
public final class Scheduler {

    private record Event(long at, long tie, Runnable action) {}

    private final RandomGenerator random;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (one, other) -> one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.tie, other.tie));
    private final List<Actor> actors = new ArrayList<>();
    private volatile Thread world = Thread.currentThread();
    private long now;
    private long ties;
    private Actor running;
    private volatile boolean worldsTurn = true;

    /** Call it on a virtual thread: handing the baton on is then a matter of a microsecond. */
    public Scheduler(long seed) {
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
    public Duration between(Duration least, Duration most) {
        return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
    }

    public void after(Duration delay, Runnable action) {
        events.add(new Event(now + delay.toNanos(), ties++, action));
    }

    /** Starts now, runs whenever what it waits for has come. */
    public Actor spawn(Runnable body) {
        var actor = new Actor(body);
        actors.add(actor);
        after(Duration.ZERO, actor::proceed);
        return actor;
    }

    /** In an actor: waits. */
    public void sleep(Duration duration) {
        var actor = running;
        after(duration, actor::proceed);
        actor.yield();
    }

    /**
     * Lets the world run until nothing is left to happen, or until then.
     *
     * @return whether nothing is left
     */
    public boolean runUntil(Duration end) {
        while (!events.isEmpty() && events.peek().at <= end.toNanos()) {
            step();
        }
        return events.isEmpty();
    }

    /** Lets the next thing happen, whenever it does. */
    public void step() {
        world = Thread.currentThread();
        var next = events.remove();
        now = next.at;
        next.action.run();
    }

    /** Ends every actor where it waits. Outside of the world. */
    public void end() {
        events.clear();
        actors.forEach(Actor::kill);
        runUntil(Duration.ofNanos(now));
    }

    /** Thrown inside an actor that was killed, where it waits; nobody may catch it. */
    static final class Killed extends Error {
        private Killed() {
            super(null, null, false, false);
        }
    }

    /** What an actor waits for: given once, by whoever. */
    public final class Promise<T> {

        private T value;
        private boolean given;
        private Actor waiting;

        public boolean isGiven() {
            return given;
        }

        /** The first who gives decides. */
        public void give(T what) {
            if (given) {
                return;
            }
            given = true;
            value = what;
            if (waiting != null) {
                after(Duration.ZERO, waiting::proceed);
            }
        }

        public T await() {
            if (!given) {
                waiting = running;
                running.yield();
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
        private volatile boolean turn;
        private volatile boolean killed;
        private volatile boolean done;
        private Throwable failure;
        private long pausedUntil;

        private Actor(Runnable body) {
            thread = Thread.ofVirtual().unstarted(() -> {
                waitForTurn();
                try {
                    if (!killed) {
                        body.run();
                    }
                } catch (Killed ended) {
                    // as it should
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    done = true;
                    handBack();
                }
            });
        }

        /** It stands still, wherever it is, and goes on later as if nothing had been. */
        public void pause(Duration duration) {
            pausedUntil = Math.max(pausedUntil, now + duration.toNanos());
        }

        /** It does nothing more, from where it waits now. */
        public void kill() {
            if (!done && !killed) {
                killed = true;
                after(Duration.ZERO, this::proceed);
            }
        }

        private void proceed() {
            if (done) {
                return;
            }
            if (pausedUntil > now && !killed) {
                after(Duration.ofNanos(pausedUntil - now), this::proceed);
                return;
            }
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            var before = running;
            running = this;
            worldsTurn = false;
            turn = true;
            LockSupport.unpark(thread);
            while (!worldsTurn) {
                LockSupport.park(Scheduler.this);
            }
            running = before;
            if (failure != null) {
                var thrown = failure;
                failure = null;
                throw new AssertionError("An actor failed", thrown);
            }
        }

        private void yield() {
            handBack();
            waitForTurn();
            if (killed) {
                throw new Killed();
            }
        }

        private void handBack() {
            worldsTurn = true;
            LockSupport.unpark(world);
        }

        private void waitForTurn() {
            while (!turn) {
                LockSupport.park(Scheduler.this);
            }
            turn = false;
        }
    }
}
