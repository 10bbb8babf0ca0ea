package org.parcours.standalone.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Readers that ask one query-service for pages all the time, and remember each failure. */
final class PageReaders implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final List<String> patients;
    private final List<Reader> readers;
    private final List<Thread> threads;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong pages = new AtomicLong();
    private volatile URI service;
    private volatile boolean running = true;

    PageReaders(int count, URI service, List<String> patients) {
        this.service = service;
        this.patients = List.copyOf(patients);
        readers = IntStream.range(0, count).mapToObj(Reader::new).toList();
        threads = readers.stream()
                .map(reader -> Thread.ofPlatform().name("reader").start(reader))
                .toList();
    }

    /** Returns when no reader waits for an answer of the service before. */
    void ask(URI other) {
        service = other;
        EmbeddedParcours.await(
                () -> readers.stream().allMatch(reader -> reader.asked.equals(other)), "all readers ask " + other);
    }

    long pages() {
        return pages.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        running = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private final class Reader implements Runnable {

        private final Random random;
        private volatile URI asked = URI.create("about:blank");
        private HttpClient http = HttpClient.newHttpClient();

        Reader(int number) {
            random = new Random(number);
        }

        @Override
        public void run() {
            try {
                while (running) {
                    URI next = service;
                    if (!next.equals(asked)) {
                        http = HttpClient.newBuilder()
                                .connectTimeout(Duration.ofSeconds(5))
                                .build();
                        asked = next;
                    }
                    ask(next, path());
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private String path() {
            String patient = patients.get(random.nextInt(patients.size()));
            List<String> paths = new ArrayList<>(List.of(
                    "/patients/" + patient,
                    "/patients/" + patient + "/picture",
                    "/api/patients/" + patient + "/timeline",
                    "/api/patients/" + patient + "/journal",
                    "/api/patients?q=ma",
                    "/patients/recent",
                    "/"));
            return paths.get(random.nextInt(paths.size()));
        }

        private void ask(URI next, String path) throws InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(next.resolve(path))
                    .header(
                            "Accept",
                            path.startsWith("/api/") || path.endsWith("/picture") ? "application/json" : "text/html")
                    .timeout(Duration.ofSeconds(20))
                    .build();
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    failures.add(path + " answered " + response.statusCode() + ": "
                            + response.body()
                                    .substring(0, Math.min(300, response.body().length())));
                }
            } catch (IOException e) {
                failures.add(path + ": " + e);
            }
            pages.incrementAndGet();
        }
    }
}
