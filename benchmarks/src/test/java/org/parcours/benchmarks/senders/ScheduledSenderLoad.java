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

/** All senders: each sends at fixed times of its own, but not before the acknowledgement of its previous message. */
final class ScheduledSenderLoad implements AutoCloseable {

    private static final long PERIOD =
            TimeUnit.SECONDS.toNanos(SenderIsolationBenchmark.SENDERS) / SenderIsolationBenchmark.PER_SECOND;

    private record ScheduledSender(int number, MllpConnection connection, Hl7MessageGenerator messages) {}

    private final List<ScheduledSender> senders = new ArrayList<>();

    ScheduledSenderLoad(int port) throws IOException {
        for (int i = 0; i < SenderIsolationBenchmark.SENDERS; i++) {
            senders.add(new ScheduledSender(
                    i, new MllpConnection(port), new Hl7MessageGenerator(i, "APP%03d".formatted(i))));
        }
    }

    SenderMeasurement run(Duration duration) throws InterruptedException, ExecutionException {
        ConcurrentHistogram latencies = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(5), 3);
        LongAdder notPositive = new LongAdder();
        long startAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ScheduledSender sender : senders) {
                long firstDue = startAt + PERIOD * sender.number() / SenderIsolationBenchmark.SENDERS;
                running.add(threads.submit(() -> {
                    for (long due = firstDue; due < startAt + duration.toNanos(); due += PERIOD) {
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        if (!sender.connection().exchange(sender.messages().next())) {
                            notPositive.increment();
                        }
                        latencies.recordValue(System.nanoTime() - due);
                    }
                    return sender;
                }));
            }
        }
        for (Future<?> sender : running) {
            sender.get(); // A failed sender fails the benchmark.
        }
        return new SenderMeasurement(latencies, notPositive.sum());
    }

    @Override
    public void close() throws IOException {
        for (ScheduledSender sender : senders) {
            sender.connection().close();
        }
    }
}
