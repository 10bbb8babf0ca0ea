package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.query.QueryServiceApplication;
import org.parcours.standalone.EmbeddedKafka;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two query-services, each in its own process, share the views while messages come in. The one that projects is killed,
 * suspended and replaced in a random order: {@code -Dfaults=20} in the long form ({@code mvn verify -Pfaults}). What
 * they leave is what a fresh replay gives, and readers of the other one notice nothing.
 */
class TakeOverTest {

    private static final int FAULTS = Integer.getInteger("faults", 2);
    private static final int READERS = 3;
    private static final int MESSAGES_A_SECOND = 60;
    private static final Duration MAX_TAKE_OVER = Duration.ofSeconds(10);

    /** Longer than the lease. */
    private static final Duration SUSPENDED = Duration.ofSeconds(7);

    enum Fault {
        KILL,
        SUSPEND,
        /** While it waits for the database with a batch that it has computed: it tries to write when it wakes up. */
        SUSPEND_BEFORE_A_WRITE,
        ROLLING_RESTART
    }

    @TempDir
    private Path folder;

    private final List<QueryServiceProcess> services = new ArrayList<>();
    private final Map<Fault, List<Long>> takeOvers = new EnumMap<>(Fault.class);
    private ViewsDatabase views;
    private EventPublisher publisher;
    private String bootstrapServers;

    @AfterEach
    void stop() {
        services.forEach(QueryServiceProcess::close);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("kills")
    void the_views_are_a_replay_and_readers_notice_nothing_whatever_happens_to_the_projecting_service(
            ViewsDatabase.Kind kind) {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.printf("%s: %d faults, seed %d%n", kind, FAULTS, seed);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                PublishedLog log = new PublishedLog(folder.resolve("log.db"), kafka.bootstrapServers());
                EventPublisher started = log.startPublisher()) {
            publisher = started;
            bootstrapServers = kafka.bootstrapServers();
            views = new ViewsDatabase(kind, folder);
            launch();
            launch();
            services.forEach(QueryServiceProcess::awaitReady);
            views.noteStepsBack();
            long pages;
            List<String> failures;
            try (MessageLoad _ = new MessageLoad(log, seed, MESSAGES_A_SECOND)) {
                EmbeddedParcours.await(() -> views.projecting().position() > 100, "events are projected");
                try (StoredViews stored = new StoredViews(views.url());
                        PageReaders readers = new PageReaders(READERS, staying().address, stored.patients())) {
                    for (Fault fault : faults(random)) {
                        pause(500 + random.nextInt(1500));
                        cause(fault, readers);
                        assertThat(readers.failures())
                                .as("after %s, seed %d", fault, seed)
                                .isEmpty();
                    }
                    pages = readers.pages();
                    failures = readers.failures();
                }
            }
            log.awaitPublished(publisher);
            services.forEach(service -> service.await(() -> service.shows(log.head()), "both show the whole log"));
            System.out.printf(
                    "%s: %d faults, seed %d, %d events, %d pages; ms until another projects: %s%n",
                    kind, FAULTS, seed, log.head(), pages, takeOvers);

            assertThat(views.stepsBack())
                    .as("writes without the lease, seed %d", seed)
                    .isEmpty();
            assertThat(failures).as("of readers, seed %d", seed).isEmpty();
            assertThat(takeOvers.values()).allSatisfy(times -> assertThat(times)
                    .as("take-over, seed %d", seed)
                    .allMatch(milliseconds -> milliseconds < MAX_TAKE_OVER.toMillis()));
            assertSameAsReplay(log.head(), seed);
        }
    }

    /** Each kind as often as the others; the fence is always needed. */
    private static List<Fault> faults(Random random) {
        List<Fault> faults = new ArrayList<>();
        while (faults.size() < FAULTS) {
            List<Fault> each = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(each, random);
            Collections.swap(
                    each, each.indexOf(Fault.SUSPEND_BEFORE_A_WRITE), random.nextInt(Math.min(FAULTS, each.size())));
            faults.addAll(each);
        }
        return faults.subList(0, FAULTS);
    }

    private void cause(Fault fault, PageReaders readers) {
        QueryServiceProcess projecting = projecting();
        QueryServiceProcess staying = staying();
        readers.ask(staying.address);
        switch (fault) {
            case KILL -> {
                long startedAt = System.nanoTime();
                projecting.kill();
                services.remove(projecting);
                awaitTakeOver(fault, projecting, startedAt);
                launch().awaitReady();
            }
            case SUSPEND -> suspend(fault, projecting, projecting::suspend);
            case SUSPEND_BEFORE_A_WRITE ->
                suspend(
                        fault,
                        projecting,
                        () -> views.whileLocked(() -> {
                            pause(1500);
                            projecting.suspend();
                        }));
            case ROLLING_RESTART -> {
                launch().awaitReady();
                long startedAt = System.nanoTime();
                projecting.stop();
                services.remove(projecting);
                awaitTakeOver(fault, projecting, startedAt);
            }
        }
    }

    private void suspend(Fault fault, QueryServiceProcess projecting, Runnable suspend) {
        suspend.run();
        long startedAt = System.nanoTime();
        try {
            if (views.isLockedForGood()) {
                System.out.println("It was suspended while it wrote the file: no other can write until it goes on");
            } else {
                awaitTakeOver(fault, projecting, startedAt);
            }
            pause(SUSPENDED.toMillis()
                    - Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
        } finally {
            projecting.resume();
        }
        // Under load: it sees what is projected after it woke up.
        long position = views.projecting().position();
        projecting.await(() -> projecting.shows(position + 1), "the resumed service shows what the other projects");
    }

    private void awaitTakeOver(Fault fault, QueryServiceProcess former, long startedAt) {
        long position = views.projecting().position();
        EmbeddedParcours.await(
                () -> {
                    ViewsDatabase.Projecting now = views.projecting();
                    return now.pid() != former.pid()
                            && (now.position() > position || now.position() >= publisher.publishedPosition());
                },
                "another query-service projects after " + fault);
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        takeOvers.computeIfAbsent(fault, _ -> new ArrayList<>()).add(took.toMillis());
        if (took.compareTo(MAX_TAKE_OVER) > 0) {
            services.forEach(service -> System.out.println(service.consoleOutput()));
        }
    }

    private QueryServiceProcess projecting() {
        long pid = views.projecting().pid();
        return services.stream()
                .filter(service -> service.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private QueryServiceProcess staying() {
        long pid = views.projecting().pid();
        return services.stream()
                .filter(service -> service.pid() != pid)
                .findFirst()
                .orElseThrow();
    }

    private QueryServiceProcess launch() {
        QueryServiceProcess service = QueryServiceProcess.launch(folder, arguments(views.url()));
        services.add(service);
        return service;
    }

    private List<String> arguments(String viewsUrl) {
        return List.of("--parcours.views.url=" + viewsUrl, "--parcours.kafka.bootstrap-servers=" + bootstrapServers);
    }

    private void assertSameAsReplay(long head, long seed) {
        String fresh = "jdbc:sqlite:" + folder.resolve("replayed.db");
        List<String> arguments = new ArrayList<>(arguments(fresh));
        arguments.add("--server.port=0");
        try (ConfigurableApplicationContext _ =
                        QueryServiceApplication.application().run(arguments.toArray(String[]::new));
                StoredViews replayed = new StoredViews(fresh);
                StoredViews shared = new StoredViews(views.url())) {
            EmbeddedParcours.await(() -> replayed.progress().position() == head, "the topic is replayed");
            assertThat(shared.progress()).as("seed %d", seed).isEqualTo(replayed.progress());
            Map<String, String> expected = replayed.documents();
            assertThat(expected).hasSizeGreaterThan((int) head);
            assertThat(differences(expected, shared.documents()))
                    .as("replayed and shared, seed %d", seed)
                    .isEmpty();
        }
    }

    private static List<String> differences(Map<String, String> expected, Map<String, String> actual) {
        return Stream.concat(expected.keySet().stream(), actual.keySet().stream())
                .distinct()
                .filter(id -> !Objects.equals(expected.get(id), actual.get(id)))
                .map(id -> id + "\n  replayed: " + expected.get(id) + "\n  shared:   " + actual.get(id))
                .toList();
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(Math.max(0, milliseconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
