package org.parcours.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.RandomEventLog;
import org.parcours.query.projection.TestViews;
import org.parcours.query.rebuild.ViewDifference.Kind;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.topic.EventRecord;
import org.parcours.query.topic.RecordLink;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import org.springframework.util.FileSystemUtils;

class GenerationBuilderTest {

    private static final EventCodec CODEC = new EventCodec();
    private static final RebuildProgress SILENT = (_, _, _) -> {};

    private static Path folder;
    private static TestViews live;

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("views");
        live = TestViews.inFile(folder);
    }

    @AfterContainer
    static void stop() throws IOException {
        live.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    /** With merges, unmerges, reassigned stays and several numbers of one thing among a dozen records. */
    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void a_built_generation_equals_the_live_one(@ForAll long seed) {
        List<Envelope> log = RandomEventLog.create(seed, 150, 12);
        ViewGeneration current = project(log, new Random(seed));

        ViewGeneration built = build(log);

        assertThat(differences(current, built)).isEmpty();
        assertThat(built.progress().position()).isEqualTo(log.size());
        assertThat(built.progress().chain()).isEqualTo("chain " + log.size());
        assertThat(built.progress().failedDocuments())
                .isEqualTo(current.progress().failedDocuments());
        assertThat(count(built, ViewCollections.EVENTS)).isEqualTo(log.size());
    }

    @Example
    void the_comparison_names_what_is_missing_added_and_changed_and_the_event_that_explains_it() {
        List<Envelope> log = RandomEventLog.create(7, 150, 12);
        ViewGeneration current = project(log, new Random(7));
        ViewGeneration built = build(log);
        StoredDocument[] entries = built.read(reader -> reader.find(ViewQuery.of(ViewCollections.ENTRIES))).stream()
                .limit(3)
                .toArray(StoredDocument[]::new);
        StoredDocument unknown = new StoredDocument(
                entries[1].text("patient").orElseThrow() + "/unknown", entries[1].keys(), entries[1].content());
        StoredDocument changed = new StoredDocument(entries[2].id(), entries[2].keys(), entries[1].content());
        LeasedGeneration.of(built)
                .write(
                        built.progress(),
                        List.of(
                                new DocumentChange(ViewCollections.ENTRIES, Optional.of(entries[0]), Optional.empty()),
                                DocumentChange.insert(ViewCollections.ENTRIES, unknown),
                                new DocumentChange(
                                        ViewCollections.ENTRIES, Optional.of(entries[2]), Optional.of(changed))),
                        built.progress());

        List<ViewDifference> differences = differences(current, built);

        assertThat(differences)
                .extracting(ViewDifference::kind, ViewDifference::document)
                .containsExactlyInAnyOrder(
                        tuple(Kind.MISSING, entries[0].id()),
                        tuple(Kind.ADDED, unknown.id()),
                        tuple(Kind.CHANGED, entries[2].id()));
        assertThat(differences).allSatisfy(difference -> assertThat(difference.event())
                .hasValueSatisfying(event -> assertThat(event.position()).isBetween(1L, (long) log.size())));
        assertThat(differences)
                .filteredOn(difference -> difference.kind() == Kind.CHANGED)
                .singleElement()
                .satisfies(difference -> assertThat(difference.fields()).contains("entry", "history"));
    }

    private static ViewGeneration project(List<Envelope> log, Random random) {
        live.startAnew();
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(40));
            live.apply(log.subList(from, to));
            from = to;
        }
        return live.views.generation();
    }

    private static ViewGeneration build(List<Envelope> log) {
        ViewGeneration generation = live.store.create("test");
        LeasedGeneration leased = LeasedGeneration.of(generation);
        new GenerationBuilder(CODEC, TestViews.HOSPITAL, SILENT).build(leased, new ListedEvents(log));
        leased.release();
        return generation;
    }

    private static List<ViewDifference> differences(ViewGeneration current, ViewGeneration built) {
        GenerationComparison comparison = new GenerationComparison(new ViewJson(CODEC), SILENT);
        List<ViewDifference> differences = new ArrayList<>();
        var patients = comparison.differingPatients(current, built);
        current.<Optional<Void>>read(before -> built.read(after -> {
            comparison.compare(before, after, patients, differences::add);
            return Optional.empty();
        }));
        return differences;
    }

    private static long count(ViewGeneration generation, CollectionDefinition collection) {
        return generation.read(reader -> reader.count(ViewQuery.of(collection)));
    }

    /** It claims to be longer, so that it is sorted into several partitions. */
    private static final class ListedEvents implements EventSource {

        private final Iterator<Envelope> events;
        private long read;

        ListedEvents(List<Envelope> events) {
            this.events = events.iterator();
        }

        @Override
        public Optional<List<EventRecord>> next() {
            return events.hasNext() ? Optional.of(List.of(record(events.next()))) : Optional.empty();
        }

        private EventRecord record(Envelope event) {
            read = event.position();
            RecordLink link = new RecordLink(read + 100, read, "chain " + read, read == 1 ? "" : "chain " + (read - 1));
            return new EventRecord(link, CODEC.attributes(event), CODEC.data(event));
        }

        @Override
        public long read() {
            return read;
        }

        @Override
        public long size() {
            return 70_000;
        }
    }
}
