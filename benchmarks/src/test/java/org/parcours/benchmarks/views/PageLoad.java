package org.parcours.benchmarks.views;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.parcours.benchmarks.load.ClosedLoopLoad;
import org.parcours.benchmarks.load.HttpConnection;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.benchmarks.load.OpenLoopLoad;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** Readers of a standalone product, each on its own connection. */
final class PageLoad implements AutoCloseable {

    static final String BROWSER = "Accept: text/html\r\nAccept-Language: fr\r\nAccept-Encoding: gzip\r\n";
    static final String CLIENT = "Accept: application/json\r\nAccept-Encoding: gzip\r\n";

    /** @param processorMillis of all threads of the server, per request */
    record Measurement(LoadResult load, double processorMillis) {}

    private final StandaloneProcess server;
    private final List<HttpConnection> connections = new ArrayList<>();

    PageLoad(StandaloneProcess server, int readers) throws IOException {
        this.server = server;
        for (int i = 0; i < readers; i++) {
            connections.add(new HttpConnection(server.httpPort()));
        }
    }

    Measurement openLoop(
            double perSecond, Duration warmUp, Duration measured, Function<SplittableRandom, byte[]> requests)
            throws InterruptedException, ExecutionException {
        Duration before = server.processorTime();
        LongAdder answered = new LongAdder();
        LoadResult result = new OpenLoopLoad(connections.size(), perSecond, warmUp, measured)
                .run((client, due, random) -> exchange(client, requests.apply(random), answered));
        return measurement(result, before, answered);
    }

    Measurement closedLoop(Duration warmUp, Duration measured, Function<SplittableRandom, byte[]> requests) {
        Duration before = server.processorTime();
        LongAdder answered = new LongAdder();
        LoadResult result = new ClosedLoopLoad(connections.size(), warmUp, measured)
                .run((client, random) ->
                        exchange(client, requests.apply(new SplittableRandom(random.nextLong())), answered));
        return measurement(result, before, answered);
    }

    private Measurement measurement(LoadResult result, Duration before, LongAdder answered) {
        return new Measurement(
                result, server.processorTime().minus(before).toNanos() / 1e6 / Math.max(1, answered.sum()));
    }

    /** The number of bytes of the response. */
    long bytes(byte[] request) throws IOException {
        return requireOk(connections.getFirst().exchange(request)).bytes();
    }

    private void exchange(int client, byte[] request, LongAdder answered) throws IOException {
        requireOk(connections.get(client).exchange(request));
        answered.increment();
    }

    private static HttpConnection.Response requireOk(HttpConnection.Response response) {
        if (response.status() != 200) {
            throw new IllegalStateException("Status " + response.status());
        }
        return response;
    }

    @Override
    public void close() throws IOException {
        for (HttpConnection connection : connections) {
            connection.close();
        }
    }
}
