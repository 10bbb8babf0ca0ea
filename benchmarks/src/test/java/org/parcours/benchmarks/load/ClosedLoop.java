package org.parcours.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.HdrHistogram.Histogram;

/** So many clients, each of which asks again as soon as it is answered. What they do while warming up is not counted. */
public record ClosedLoop(int clients, Duration warmUp, Duration measured) {

    /** What one client does, again and again. */
    public interface Call {
        void call(int client, RandomGenerator random) throws Exception;
    }

    /**
     * @throws IllegalStateException when a call failed: figures with failures in them mean nothing
     */
    public Figures run(Call call) {
        long from = System.nanoTime() + warmUp.toNanos();
        long until = from + measured.toNanos();
        var ended = new CountDownLatch(clients);
        var failures = new ArrayList<Exception>();
        var ofEach = new ArrayList<Histogram>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            var latencies = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
            ofEach.add(latencies);
            Thread.ofPlatform().name("client-" + client).start(() -> {
                try {
                    measure(call, client, from, until, latencies);
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " clients failed", failures.getFirst());
        }
        return figures(ofEach);
    }

    private static void measure(Call call, int client, long from, long until, Histogram latencies) throws Exception {
        var random =
                RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom").create(client);
        while (true) {
            long began = System.nanoTime();
            if (began >= until) {
                return;
            }
            call.call(client, random);
            if (began >= from) {
                latencies.recordValue(System.nanoTime() - began);
            }
        }
    }

    private Figures figures(List<Histogram> ofEach) {
        var all = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
        ofEach.forEach(all::add);
        return new Figures(
                all.getTotalCount() / (measured.toMillis() / 1000.0),
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                all.getMaxValue() / 1e6);
    }
}
