package org.parcours.command.processing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shares the processing of messages among senders. A sender alone gets all of it. While several are active, each may have
 * an equal share of the messages in progress, and of those that wait, the sender with the fewest in progress goes first,
 * in turns: one that floods waits for itself, and the others do not wait for it. Messages of one sender start in the order of their
 * arrival.
 *
 * <p>A sender is active from the arrival of a message until {@code contentionWindow} after the end of its last one. Nothing
 * is kept of senders that are not active, so memory is bounded by the messages in progress and by the rate of new names.
 */
public final class FairSenderScheduler {

    /** No more names than this are counted as active; beyond it each sender's share is one message anyhow. */
    private static final int MAX_RECENT = 10_000;

    private final int maxConcurrent;
    private final long maxBytes;
    private final long contentionWindow;
    private final long maxWait;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Queue> queues = new LinkedHashMap<>();

    /** Senders whose last message ended, the longest ago first; not those in {@link #queues}. */
    private final LinkedHashMap<String, Long> recent = new LinkedHashMap<>();

    private int inProgress;
    private long bytesInProgress;
    private int waiting;
    private long starts;

    /** A sender with messages in progress or waiting. */
    private static final class Queue {

        private final Deque<Message> waiting = new ArrayDeque<>();
        private int inProgress;

        /** When the sender's last message started, in messages of all senders; 0: none yet. */
        private long lastStart;
    }

    private static final class Message {

        private final Condition turn;
        private final long bytes;
        private boolean started;

        private Message(Condition turn, long bytes) {
            this.turn = turn;
            this.bytes = bytes;
        }
    }

    public FairSenderScheduler(ProcessingProperties properties) {
        this(properties, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime}; the contention window is measured by it */
    FairSenderScheduler(ProcessingProperties properties, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.maxConcurrent = properties.maxConcurrent();
        this.maxBytes = properties.maxBytes().toBytes();
        this.contentionWindow = properties.contentionWindow().toNanos();
        this.maxWait = properties.maxWait().toNanos();
    }

    /**
     * Runs the work when the sender's turn has come. Waiting cannot be interrupted: a service that stops processes what it
     * has accepted (MllpServerTest).
     *
     * @param bytes the message's length; the longest counts for half of the budget, so that others get by
     * @return the result; empty where the turn did not come within {@code maxWait}
     */
    public <T> Optional<T> run(String sender, long bytes, Supplier<T> work) {
        return run(sender, bytes, TurnListener.NONE, work);
    }

    /** As {@link #run(String, long, Supplier)}; empty too where the listener does not let the message wait. */
    public <T> Optional<T> run(String sender, long bytes, TurnListener listener, Supplier<T> work) {
        long counted = Math.clamp(bytes, 1, Math.max(1, maxBytes / 2));
        Message message = arrive(sender, counted);
        if (!hasStarted(message) && !waitForTurn(sender, message, listener)) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            end(sender, counted);
        }
    }

    public int inProgress() {
        lock.lock();
        try {
            return inProgress;
        } finally {
            lock.unlock();
        }
    }

    /** Messages that wait for their sender's turn, of all senders. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Senders that are active, or were within the contention window. */
    public int activeSenders() {
        lock.lock();
        try {
            return queues.size() + recent.size();
        } finally {
            lock.unlock();
        }
    }

    private Message arrive(String sender, long bytes) {
        lock.lock();
        try {
            Message message = new Message(lock.newCondition(), bytes);
            recent.remove(sender);
            queues.computeIfAbsent(sender, _ -> new Queue()).waiting.addLast(message);
            waiting++;
            startNext();
            return message;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasStarted(Message message) {
        lock.lock();
        try {
            return message.started;
        } finally {
            lock.unlock();
        }
    }

    private boolean waitForTurn(String sender, Message message, TurnListener listener) {
        if (!listener.mayWait(sender)) {
            return awaitTurn(sender, message, 0);
        }
        try {
            return awaitTurn(sender, message, maxWait);
        } finally {
            listener.waited();
        }
    }

    private boolean awaitTurn(String sender, Message message, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            boolean interrupted = false;
            while (!message.started && left > 0) {
                try {
                    left = message.turn.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (!message.started) {
                waiting--;
                queues.get(sender).waiting.remove(message);
                forgetIfIdle(sender);
            }
            return message.started;
        } finally {
            lock.unlock();
        }
    }

    private void end(String sender, long bytes) {
        lock.lock();
        try {
            queues.get(sender).inProgress--;
            inProgress--;
            bytesInProgress -= bytes;
            forgetIfIdle(sender);
            startNext();
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfIdle(String sender) {
        Queue queue = queues.get(sender);
        if (queue.inProgress == 0 && queue.waiting.isEmpty()) {
            queues.remove(sender);
            recent.put(sender, nanoTime.getAsLong());
            if (recent.size() > MAX_RECENT) {
                recent.pollFirstEntry();
            }
        }
    }

    /** Starts waiting messages as long as there is room, those of the sender with the fewest in progress first, in turns. */
    private void startNext() {
        int share = share();
        while (inProgress < maxConcurrent && waiting > 0) {
            Queue next = null;
            for (Queue queue : queues.values()) {
                if (!queue.waiting.isEmpty() && queue.inProgress < share && (next == null || isBefore(queue, next))) {
                    next = queue;
                }
            }
            // The next message is not overtaken by shorter ones: a long one would wait for ever.
            if (next == null || inProgress > 0 && bytesInProgress + next.waiting.getFirst().bytes > maxBytes) {
                return;
            }
            Message message = next.waiting.removeFirst();
            message.started = true;
            message.turn.signal();
            waiting--;
            next.inProgress++;
            next.lastStart = ++starts;
            inProgress++;
            bytesInProgress += message.bytes;
        }
    }

    private static boolean isBefore(Queue one, Queue other) {
        return one.inProgress != other.inProgress ? one.inProgress < other.inProgress : one.lastStart < other.lastStart;
    }

    private int share() {
        long oldest = nanoTime.getAsLong() - contentionWindow;
        while (!recent.isEmpty() && recent.firstEntry().getValue() - oldest < 0) {
            recent.pollFirstEntry();
        }
        return Math.max(1, maxConcurrent / Math.max(1, queues.size() + recent.size()));
    }
}
