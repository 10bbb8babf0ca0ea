package org.parcours.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.HdrHistogram.Histogram;

/** A closed-loop load: each client repeats its call as soon as it returns. The warm-up is not measured. */
public record ClosedLoopLoad(int clients, Duration warmUp, Duration measured) {

    /** The repeated call of one client. */
    public interface ClientCall {
        void call(int client, RandomGenerator random) throws Exception;
    }

    /** @throws IllegalStateException when a call failed */
    public LoadResult run(ClientCall call) {
        long measureFrom = System.nanoTime() + warmUp.toNanos();
        long measureUntil = measureFrom + measured.toNanos();
        var running = new CountDownLatch(clients);
        var failures = new ArrayList<Exception>();
        var histograms = new ArrayList<Histogram>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            var latencies = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
            histograms.add(latencies);
            Thread.ofPlatform().name("client-" + client).start(() -> {
                try {
                    measure(call, client, measureFrom, measureUntil, latencies);
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                } finally {
                    running.countDown();
                }
            });
        }
        try {
            running.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " clients failed", failures.getFirst());
        }
        return summarise(histograms);
    }

    private static void measure(ClientCall call, int client, long measureFrom, long measureUntil, Histogram latencies)
            throws Exception {
        var random =
                RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(client);
        while (true) {
            long startedAt = System.nanoTime();
            if (startedAt >= measureUntil) {
                return;
            }
            call.call(client, random);
            if (startedAt >= measureFrom) {
                latencies.recordValue(System.nanoTime() - startedAt);
            }
        }
    }

    private LoadResult summarise(List<Histogram> histograms) {
        var all = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
        histograms.forEach(all::add);
        return new LoadResult(
                all.getTotalCount() / (measured.toMillis() / 1000.0),
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                all.getMaxValue() / 1e6);
    }
}
