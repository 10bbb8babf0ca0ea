package org.parcours.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * An open loop: calls are due at a constant rate, whether the earlier ones have returned or not, as far as there are clients;
 * the latency is measured from the time at which a call is due. The warm-up is not measured.
 */
public record OpenLoopLoad(int clients, double perSecond, Duration warmUp, Duration measured) {

    public interface ClientCall {

        /** @param due as {@link System#nanoTime} */
        void call(int client, long due, SplittableRandom random) throws Exception;
    }

    public LoadResult run(ClientCall call) throws InterruptedException, ExecutionException {
        long first = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        long measureFrom = first + warmUp.toNanos();
        long end = measureFrom + measured.toNanos();
        double interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        AtomicLong next = new AtomicLong();
        List<Future<Histogram>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int client = 0; client < clients; client++) {
                int number = client;
                running.add(threads.submit(() -> {
                    Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
                    SplittableRandom random = new SplittableRandom(number);
                    while (true) {
                        long due = first + (long) (next.getAndIncrement() * interval);
                        if (due >= end) {
                            return latencies;
                        }
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        call.call(number, due, random);
                        if (due >= measureFrom) {
                            latencies.recordValue(System.nanoTime() - due);
                        }
                    }
                }));
            }
        }
        Histogram all = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
        for (Future<Histogram> client : running) {
            all.add(client.get());
        }
        return new LoadResult(
                all.getTotalCount() / (measured.toMillis() / 1000.0),
                all.getValueAtPercentile(50) / 1e6,
                all.getValueAtPercentile(99) / 1e6,
                all.getMaxValue() / 1e6);
    }
}
