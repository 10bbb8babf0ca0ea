package org.parcours.benchmarks.senders;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** All senders: each waits for the answer before its next message, and is due again at its own times whatever comes. */
final class Interfaces implements AutoCloseable {

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(SendersBenchmark.SENDERS) / SendersBenchmark.PER_SECOND;

    private record Interface(int number, Mllp connection, Words words) {}

    private final List<Interface> senders = new ArrayList<>();

    Interfaces(int port) throws IOException {
        for (int i = 0; i < SendersBenchmark.SENDERS; i++) {
            senders.add(new Interface(i, new Mllp(port), new Words(i, "APP%03d".formatted(i))));
        }
    }

    Told run(Duration time) throws InterruptedException, ExecutionException {
        ConcurrentHistogram latencies = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), 3);
        LongAdder notPositive = new LongAdder();
        long begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Interface sender : senders) {
                long first = begin + PERIOD * sender.number() / SendersBenchmark.SENDERS;
                running.add(threads.submit(() -> {
                    for (long due = first; due < begin + time.toNanos(); due += PERIOD) {
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        if (!sender.connection().tell(sender.words().next())) {
                            notPositive.increment();
                        }
                        latencies.recordValue(System.nanoTime() - due);
                    }
                    return sender;
                }));
            }
        }
        for (Future<?> sender : running) {
            sender.get(); // A sender that failed makes figures of nothing.
        }
        return new Told(latencies, notPositive.sum());
    }

    @Override
    public void close() throws IOException {
        for (Interface sender : senders) {
            sender.connection().close();
        }
    }
}
