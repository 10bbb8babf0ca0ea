package org.parcours.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.parcours.query.store.KeyDefinition.number;
import static org.parcours.query.store.KeyDefinition.text;
import static org.parcours.query.store.KeyDefinition.texts;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each store of views does. */
public abstract class ViewStoreContract {

    protected static final CollectionDefinition THINGS = new CollectionDefinition(
            "things",
            List.of(text("name"), text("kind"), number("weight"), texts("tags")),
            List.of(List.of("name"), List.of("kind", "name"), List.of("weight")));

    protected static final CollectionDefinition OTHERS =
            new CollectionDefinition("others", List.of(text("name")), List.of(List.of("name")));

    private static final List<CollectionDefinition> COLLECTIONS = List.of(THINGS, OTHERS);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(150);

    private String url;
    private final List<ViewStore> opened = new ArrayList<>();
    private ViewStore store;
    private ViewGeneration views;

    /** The address of a new and empty database. */
    protected abstract String newDatabase() throws Exception;

    protected abstract ViewStore open(String address, List<CollectionDefinition> collections);

    /** The names of all tables or collections in the database. */
    protected abstract List<String> tables(String address) throws Exception;

    /** A change that the database rejects when it is written. */
    protected abstract DocumentChange rejectedChange();

    /** Whether a reader sees one moment. */
    protected boolean hasSnapshots() {
        return true;
    }

    /** Whether an update of one document is one step for other connections. */
    protected boolean updatesAtomically() {
        return true;
    }

    /** Whether texts outside of Unicode's first plane are sorted by their bytes. */
    protected boolean sortsAllTextsByBytes() {
        return true;
    }

    @BeforeEach
    void open() throws Exception {
        url = newDatabase();
        store = openAgain();
        views = store.create("1");
    }

    @AfterEach
    void close() {
        opened.forEach(ViewStore::close);
    }

    private ViewStore openAgain() {
        var again = open(url, COLLECTIONS);
        opened.add(again);
        return again;
    }

    private ViewGeneration sameFrom(ViewStore other) {
        store.makeCurrent(views);
        return other.current("1").orElseThrow();
    }

    protected static StoredDocument thing(String id, Map<String, Object> keys) {
        return new StoredDocument(id, keys, ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static StoredDocument named(String id, String name) {
        return thing(id, Map.of("name", name));
    }

    private static StoredDocument tagged(String id, String... tags) {
        return thing(id, Map.of("tags", List.of(tags)));
    }

    private static StoredDocument weighing(String id, long weight) {
        return thing(id, Map.of("weight", weight));
    }

    private static StoredDocument containing(String id, byte[] content, String... tags) {
        return new StoredDocument(id, Map.of("tags", List.of(tags)), content);
    }

    private void write(Collection<DocumentChange> changes) {
        write(views, changes);
    }

    private static ViewProgress write(ViewGeneration generation, Collection<DocumentChange> changes) {
        var lease = generation.acquireLease("test", LONG).orElseThrow();
        var previous = generation.progress();
        var next = after(previous);
        generation.write(lease, previous, changes, next);
        return next;
    }

    private static ViewProgress after(ViewProgress previous) {
        return new ViewProgress(previous.position() + 1, previous.offset() + 1, Instant.EPOCH, 0, "");
    }

    protected void insert(StoredDocument... documents) {
        write(Arrays.stream(documents)
                .map(document -> DocumentChange.insert(THINGS, document))
                .toList());
    }

    private void replace(StoredDocument before, StoredDocument after) {
        write(List.of(new DocumentChange(THINGS, Optional.of(before), Optional.of(after))));
    }

    private void delete(StoredDocument before) {
        write(List.of(new DocumentChange(THINGS, Optional.of(before), Optional.empty())));
    }

    private Optional<StoredDocument> get(String id) {
        return views.read(reader -> reader.get(THINGS, id));
    }

    private List<String> find(Condition... conditions) {
        return find(ViewQuery.of(THINGS, conditions));
    }

    protected List<String> find(ViewQuery query) {
        return views.read(
                reader -> reader.find(query).stream().map(StoredDocument::id).toList());
    }

    private static Condition equal(String key, Object value) {
        return Condition.equal(key, value);
    }

    // Documents

    @Test
    void a_document_is_read_by_its_id_as_it_was_written() {
        var document = thing(
                "p1/Noël", Map.of("name", "Zoë", "kind", "", "weight", Long.MIN_VALUE, "tags", List.of("b", "a", "ä")));
        insert(document, named("p1", "other"));
        assertThat(get("p1/Noël")).contains(document);
    }

    @Test
    void a_document_that_does_not_exist_is_not_found() {
        insert(named("1", "one"));
        assertThat(get("2")).isEmpty();
        assertThat(get("")).isEmpty();
        assertThat(views.<Optional<StoredDocument>>read(reader -> reader.get(OTHERS, "1")))
                .isEmpty();
    }

    @Test
    void several_documents_are_read_at_once_and_those_that_do_not_exist_are_left_out() {
        var ids = IntStream.range(0, 2500).mapToObj(Integer::toString).toList();
        insert(ids.stream().map(id -> named(id, "n" + id)).toArray(StoredDocument[]::new));
        Map<String, StoredDocument> all = views.read(reader -> reader.getAll(
                THINGS, Stream.concat(ids.stream(), Stream.of("x")).toList()));
        assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(all.get("1234")).isEqualTo(named("1234", "n1234"));
        assertThat(views.<Map<String, StoredDocument>>read(reader -> reader.getAll(THINGS, List.of())))
                .isEmpty();
    }

    @Test
    void a_document_may_have_no_keys_and_no_content() {
        var document = new StoredDocument("1", Map.of(), new byte[0]);
        insert(document);
        assertThat(get("1")).contains(document);
    }

    @Test
    void texts_come_back_as_they_were_written() {
        var document = thing(
                "1",
                Map.of("name", "two\nlines", "tags", List.of("two\nlines", "", "a\\b", "\"quoted\"", "'", "", "end ")));
        insert(document);
        assertThat(get("1").orElseThrow().keys()).isEqualTo(document.keys());
        insert(tagged("2", ""), tagged("3", "x", ""));
        assertThat(get("2").orElseThrow().texts("tags")).containsExactly("");
        assertThat(get("3").orElseThrow().texts("tags")).containsExactly("x", "");
    }

    @Test
    void an_empty_list_is_no_value() {
        insert(tagged("1"));
        assertThat(get("1")).contains(thing("1", Map.of()));
        assertThat(find(new Condition.Missing("tags"))).containsExactly("1");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"a\0b", "\0", "half \uD83D", "\uDE00 half"})
    void a_text_that_a_database_cannot_hold_is_found_all_the_same(String text) {
        insert(thing("id" + text, Map.of("name", text, "tags", List.of(text, "other"))), named("2", "a"));
        assertThat(get("id" + text)).isPresent();
        assertThat(find(equal("name", text))).hasSize(1);
        assertThat(find(equal("tags", text))).hasSize(1);
        assertThat(find(new Condition.Contains("name", text))).hasSize(1);
        assertThat(find(new Condition.Prefix("tags", text))).hasSize(1);
        assertThat(find(new Condition.IdOneOf(List.of("id" + text)))).hasSize(1);
        var stored = get("id" + text).orElseThrow();
        delete(stored);
        assertThat(get("id" + text)).isEmpty();
        assertThat(find(equal("tags", text))).isEmpty();
    }

    @Test
    void content_of_twenty_megabytes_is_stored_replaced_and_deleted() {
        var random = new Random(1);
        var large = new byte[20 << 20];
        random.nextBytes(large);
        var larger = new byte[26 << 20];
        random.nextBytes(larger);
        var small = new byte[] {1, 2, 3};
        insert(containing("1", large, "a"), containing("2", small));
        assertThat(get("1")).contains(containing("1", large, "a"));
        replace(containing("1", large, "a"), containing("1", larger, "b"));
        assertThat(get("1")).contains(containing("1", larger, "b"));
        replace(containing("1", larger, "b"), containing("1", small, "b"));
        assertThat(get("1")).contains(containing("1", small, "b"));
        replace(containing("1", small, "b"), containing("1", large, "c"));
        assertThat(get("1")).contains(containing("1", large, "c"));
        assertThat(find(equal("tags", "c"))).containsExactly("1");
        delete(containing("1", large, "c"));
        assertThat(get("1")).isEmpty();
        insert(containing("1", small));
        assertThat(get("1")).contains(containing("1", small));
    }

    @Test
    void a_key_may_have_ten_thousand_texts() {
        var tags = IntStream.range(0, 10_000).mapToObj(n -> "tag" + n).toList();
        var document = thing("1", Map.of("tags", tags));
        insert(document, tagged("2", "tag9999"));
        assertThat(get("1")).contains(document);
        assertThat(find(equal("tags", "tag9999"))).containsExactly("1", "2");
        var fewer = thing("1", Map.of("tags", tags.subList(0, 5_000)));
        replace(document, fewer);
        assertThat(find(equal("tags", "tag9999"))).containsExactly("2");
        assertThat(find(equal("tags", "tag4999"))).containsExactly("1");
    }

    /** A sender decides how long a number or a word is; a row of an index may be limited. */
    @Test
    void an_id_and_a_text_of_an_index_may_be_long() {
        var random = new Random(2);
        var text = random.ints(20_000, '!', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        var one = thing(text + "1", Map.of("name", text + "1", "kind", text, "tags", List.of(text + "1", "a")));
        var two = thing(text + "2", Map.of("name", text + "2", "kind", text, "tags", List.of(text + "2", "b")));
        insert(one, two);
        assertThat(get(text + "2")).contains(two);
        assertThat(find(equal("name", text + "1"))).containsExactly(text + "1");
        assertThat(find(equal("tags", text + "2"))).containsExactly(text + "2");
        assertThat(find(new Condition.Prefix("tags", text.substring(0, 100)))).hasSize(2);
        assertThat(find(new Condition.IdOneOf(List.of(text + "1", text + "2")))).hasSize(2);
        delete(one);
        assertThat(find(equal("tags", text + "1"))).isEmpty();
        assertThat(find(equal("kind", text))).containsExactly(text + "2");
    }

    // Conditions

    @Test
    void equality_finds_the_documents_with_this_value() {
        insert(
                thing("1", Map.of("name", "é", "weight", 1L, "tags", List.of("a", "b"))),
                thing("2", Map.of("name", "e\u0301", "weight", 2L, "tags", List.of("b", "c"))),
                thing("3", Map.of("name", "É", "weight", -1L, "tags", List.of("A"))));
        assertThat(find(equal("name", "é"))).containsExactly("1");
        assertThat(find(equal("weight", -1L))).containsExactly("3");
        assertThat(find(equal("tags", "b"))).containsExactly("1", "2");
        assertThat(find(equal("tags", "a"))).containsExactly("1");
        assertThat(find(equal("tags", ""))).isEmpty();
    }

    @Test
    void a_list_of_values_finds_the_documents_with_one_of_them_and_an_empty_one_finds_none() {
        insert(
                thing("1", Map.of("name", "x", "weight", 7L, "tags", List.of("a", "b"))),
                thing("2", Map.of("name", "y", "weight", 8L)));
        assertThat(find(Condition.oneOf("name", Set.of("x", "z")))).containsExactly("1");
        assertThat(find(Condition.oneOf("weight", Set.of(7L, 8L)))).containsExactly("1", "2");
        assertThat(find(Condition.oneOf("tags", List.of("a", "b")))).containsExactly("1");
        assertThat(find(Condition.oneOf("name", List.of()))).isEmpty();
        assertThat(find(Condition.oneOf("weight", List.of()))).isEmpty();
        assertThat(find(Condition.oneOf("tags", List.of()))).isEmpty();
        assertThat(find(new Condition.IdOneOf(List.of()))).isEmpty();
    }

    @Test
    void a_list_of_values_may_be_long() {
        insert(thing("70000", Map.of("name", "70000", "weight", 70_000L, "tags", List.of("70000"))));
        var many = IntStream.rangeClosed(1, 70_000).mapToObj(Integer::toString).toList();
        assertThat(find(new Condition.IdOneOf(many))).containsExactly("70000");
        assertThat(find(Condition.oneOf("name", many))).containsExactly("70000");
        assertThat(find(Condition.oneOf("tags", many))).containsExactly("70000");
        assertThat(find(Condition.oneOf(
                        "weight", many.stream().map(Long::valueOf).toList())))
                .containsExactly("70000");
    }

    @Test
    void a_range_includes_its_lower_limit_and_not_its_upper_limit() {
        insert(named("1", "a"), named("2", "b"), named("3", "ba"), named("4", "c"));
        assertThat(find(new Condition.Between("name", "b", "c"))).containsExactly("2", "3");
        assertThat(find(new Condition.Between("name", "", "b"))).containsExactly("1");
        assertThat(find(new Condition.Between("name", "c", "b"))).isEmpty();
        insert(weighing("5", -3), weighing("6", 0), weighing("7", Long.MAX_VALUE), weighing("8", Long.MIN_VALUE));
        assertThat(find(new Condition.Between("weight", -3L, 0L))).containsExactly("5");
        assertThat(find(new Condition.Between("weight", Long.MIN_VALUE, Long.MAX_VALUE)))
                .containsExactly("5", "6", "8");
    }

    @Test
    void a_range_of_a_key_with_several_texts_is_met_by_one_of_them() {
        insert(tagged("1", "a", "z"), tagged("2", "m"), tagged("3", "a", "n"));
        assertThat(find(new Condition.Between("tags", "l", "o"))).containsExactly("2", "3");
    }

    @Test
    void a_prefix_finds_the_texts_that_begin_with_it() {
        insert(
                named("1", "100%"),
                named("2", "100"),
                named("3", "1000"),
                named("4", "l'hôpital"),
                named("5", "l_h"),
                named("6", "\"x\""),
                named("7", "été\uFFFD😀"),
                tagged("8", "ab", "100%"),
                weighing("9", 1));
        assertThat(find(new Condition.Prefix("name", "100"))).containsExactly("1", "2", "3");
        assertThat(find(new Condition.Prefix("name", "100%"))).containsExactly("1");
        assertThat(find(new Condition.Prefix("name", "l_"))).containsExactly("5");
        assertThat(find(new Condition.Prefix("name", "l'"))).containsExactly("4");
        assertThat(find(new Condition.Prefix("name", "\""))).containsExactly("6");
        assertThat(find(new Condition.Prefix("name", "ét"))).containsExactly("7");
        assertThat(find(new Condition.Prefix("name", "Ét"))).isEmpty();
        assertThat(find(new Condition.Prefix("tags", "100"))).containsExactly("8");
        assertThat(find(new Condition.Prefix("name", ""))).containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(
            strings = {"%", "_", "'", "\"", "\\", ".", "*", "(", "[a", "$", "^", "é", "E", "\\Q", "\\E", "😀", "\n", "|"
            })
    void a_part_finds_the_texts_that_contain_it_whatever_its_characters(String part) {
        insert(named("1", "x" + part + "y"), named("2", "xey"), named("3", part), named("4", ""));
        assertThat(find(new Condition.Contains("name", part))).containsExactly("1", "3");
        insert(tagged("5", "q", "x" + part), tagged("6", "q"));
        assertThat(find(new Condition.Contains("tags", part))).containsExactly("5");
    }

    @Test
    void missing_finds_the_documents_without_the_key() {
        insert(named("1", ""), tagged("2", ""), weighing("3", 0));
        assertThat(find(new Condition.Missing("name"))).containsExactly("2", "3");
        assertThat(find(new Condition.Missing("tags"))).containsExactly("1", "3");
        assertThat(find(new Condition.Missing("weight"))).containsExactly("1", "2");
    }

    @Test
    void any_of_finds_the_documents_that_meet_one_condition_once() {
        insert(
                thing("1", Map.of("name", "a", "tags", List.of("x"))),
                named("2", "b"),
                tagged("3", "x"),
                named("4", "d"));
        var any = new Condition.AnyOf(
                List.of(equal("name", "a"), equal("tags", "x"), new Condition.AnyOf(List.of(equal("name", "b")))));
        assertThat(find(any)).containsExactly("1", "2", "3");
        assertThat(find(new Condition.AnyOf(List.of()))).isEmpty();
        assertThat(views.<Long>read(reader -> reader.count(ViewQuery.of(THINGS, any))))
                .isEqualTo(3);
    }

    @Test
    void a_document_must_meet_all_conditions() {
        insert(
                thing("1", Map.of("name", "a", "weight", 1L, "tags", List.of("x", "y"))),
                thing("2", Map.of("name", "a", "weight", 2L, "tags", List.of("x"))),
                thing("3", Map.of("name", "b", "weight", 1L, "tags", List.of("x", "y"))));
        assertThat(find(equal("name", "a"), equal("tags", "x"), equal("tags", "y")))
                .containsExactly("1");
        assertThat(find(equal("name", "a"), new Condition.Between("weight", 2L, 9L)))
                .containsExactly("2");
        assertThat(find(
                        new Condition.Prefix("name", "a"),
                        new Condition.AnyOf(List.of(equal("weight", 1L), equal("weight", 2L))),
                        new Condition.IdOneOf(List.of("2", "3"))))
                .containsExactly("2");
        assertThat(find()).containsExactly("1", "2", "3");
    }

    // Order, pages and counts

    @Test
    void texts_are_sorted_by_their_utf_8_bytes() {
        var sorted =
                new ArrayList<>(List.of("", " ", "10", "9", "A", "Z", "_", "a", "ab", "z", "È", "é", "œ", "\uFB00"));
        if (sortsAllTextsByBytes()) {
            sorted.add("😀");
        }
        for (int i = 0; i < sorted.size(); i++) {
            insert(thing("id" + sorted.get(i), Map.of("name", sorted.get(i), "kind", "k")));
        }
        var ids = sorted.stream().map(text -> "id" + text).toList();
        assertThat(find(ViewQuery.of(THINGS).ascendingBy("name"))).containsExactlyElementsOf(ids);
        assertThat(find(ViewQuery.of(THINGS, equal("kind", "k")).descendingBy("name")))
                .containsExactlyElementsOf(ids.reversed());
        assertThat(find()).containsExactlyElementsOf(ids);
    }

    @Test
    void numbers_are_sorted_and_the_id_decides_between_equal_ones() {
        insert(weighing("a", 10), weighing("b", 9), weighing("c", -1), weighing("d", 9), weighing("e", Long.MAX_VALUE));
        assertThat(find(ViewQuery.of(THINGS).ascendingBy("weight"))).containsExactly("c", "b", "d", "a", "e");
        assertThat(find(ViewQuery.of(THINGS).descendingBy("weight"))).containsExactly("e", "a", "d", "b", "c");
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(ints = {1, 2, 3, 7, 40, 1000})
    void pages_have_each_document_exactly_once_whatever_their_size(int pageSize) {
        var random = new Random(pageSize);
        var documents = IntStream.range(0, 40)
                .mapToObj(n -> thing(
                        "id" + n,
                        Map.of(
                                "kind", List.of("", "é", "z").get(random.nextInt(3)),
                                "weight", (long) random.nextInt(-2, 3),
                                "tags", List.of("t" + random.nextInt(2), "t"))))
                .toArray(StoredDocument[]::new);
        insert(documents);
        var ascending = Comparator.<StoredDocument, String>comparing(
                        document -> document.text("kind").orElseThrow())
                .thenComparing(document -> document.number("weight"))
                .thenComparing(StoredDocument::id);
        var all = ViewQuery.of(THINGS, equal("tags", "t"));
        assertThat(paged(all.ascendingBy("kind", "weight").limitedTo(pageSize), "kind", "weight"))
                .containsExactlyElementsOf(sorted(documents, ascending));
        assertThat(paged(all.descendingBy("kind", "weight").limitedTo(pageSize), "kind", "weight"))
                .containsExactlyElementsOf(sorted(documents, ascending.reversed()));
        assertThat(paged(ViewQuery.of(THINGS).limitedTo(pageSize)))
                .containsExactlyElementsOf(sorted(documents, Comparator.comparing(StoredDocument::id)));
    }

    private static List<String> sorted(StoredDocument[] documents, Comparator<StoredDocument> order) {
        return Arrays.stream(documents).sorted(order).map(StoredDocument::id).toList();
    }

    private List<String> paged(ViewQuery first, String... sortKeys) {
        List<String> ids = new ArrayList<>();
        var query = first;
        while (true) {
            var asked = query;
            List<StoredDocument> page = views.read(reader -> reader.find(asked));
            assertThat(page.size()).isLessThanOrEqualTo(first.limit());
            page.forEach(document -> ids.add(document.id()));
            assertThat(ids).doesNotHaveDuplicates();
            if (page.size() < first.limit()) {
                return ids;
            }
            List<Object> position = new ArrayList<>();
            for (var key : sortKeys) {
                position.add(page.getLast().keys().get(key));
            }
            position.add(page.getLast().id());
            query = first.startingAfter(position);
        }
    }

    @Test
    void a_count_is_of_all_documents_that_meet_the_conditions_whatever_the_limit() {
        insert(named("1", "a"), named("2", "a"), named("3", "a"), named("4", "b"));
        assertThat(find(ViewQuery.of(THINGS, equal("name", "a")).limitedTo(2))).containsExactly("1", "2");
        assertThat(views.<Long>read(reader ->
                        reader.count(ViewQuery.of(THINGS, equal("name", "a")).limitedTo(2))))
                .isEqualTo(3);
        assertThat(views.<Long>read(reader -> reader.count(ViewQuery.of(THINGS))))
                .isEqualTo(4);
        assertThat(views.<Long>read(reader -> reader.count(ViewQuery.of(OTHERS))))
                .isZero();
    }

    @Test
    void keys_are_read_without_the_content_in_the_order_of_the_query() {
        insert(named("a", "Anne"), named("b", "Bernard"), named("c", "Claire"));
        List<StoredDocument> read = new ArrayList<>();

        views.read(reader -> {
            reader.forEachKeys(ViewQuery.of(THINGS).descendingBy("name").limitedTo(2), List.of("name"), read::add);
            return read;
        });

        assertThat(read).extracting(StoredDocument::id).containsExactly("c", "b");
        assertThat(read)
                .extracting(document -> document.text("name").orElseThrow())
                .containsExactly("Claire", "Bernard");
        assertThat(read).allSatisfy(document -> assertThat(document.content()).isEmpty());
    }

    @Test
    void each_document_of_a_query_is_visited_in_order_and_others_can_be_read_meanwhile() {
        var ids = IntStream.range(1000, 3300).mapToObj(Integer::toString).toList();
        insert(ids.stream().map(id -> named(id, "n" + id)).toArray(StoredDocument[]::new));
        List<String> visited = new ArrayList<>();
        views.<Boolean>read(reader -> {
            reader.forEach(ViewQuery.of(THINGS).descendingBy("name"), document -> {
                visited.add(document.id());
                if (visited.size() % 600 == 1) {
                    assertThat(reader.get(THINGS, "1000")).isPresent();
                }
            });
            return true;
        });
        assertThat(visited).containsExactlyElementsOf(ids.reversed());
    }

    // Writing

    @Test
    void a_replaced_document_is_found_by_its_new_keys_only() {
        var before = thing("1", Map.of("name", "a", "weight", 1L, "tags", List.of("x", "y", "y")));
        var after = thing("1", Map.of("name", "b", "tags", List.of("y", "z")));
        insert(before);
        replace(before, after);
        assertThat(get("1")).contains(after);
        assertThat(find(equal("name", "a"))).isEmpty();
        assertThat(find(equal("weight", 1L))).isEmpty();
        assertThat(find(equal("tags", "x"))).isEmpty();
        assertThat(find(equal("tags", "y"))).containsExactly("1");
        assertThat(find(equal("tags", "z"))).containsExactly("1");
        replace(after, thing("1", Map.of()));
        assertThat(find(new Condition.Prefix("tags", ""))).isEmpty();
    }

    @Test
    void a_deleted_document_is_found_by_none_of_its_keys() {
        var document = thing("1", Map.of("name", "a", "tags", List.of("x", "")));
        insert(document, tagged("2", "x"));
        delete(document);
        assertThat(get("1")).isEmpty();
        assertThat(find(equal("name", "a"))).isEmpty();
        assertThat(find(equal("tags", "x"))).containsExactly("2");
        insert(thing("1", Map.of()));
        assertThat(find(equal("tags", "x"))).containsExactly("2");
        assertThat(find(equal("tags", ""))).isEmpty();
    }

    @Test
    void a_batch_changes_several_collections_and_the_progress() {
        var recorded = Instant.parse("2026-03-02T08:00:00.123456789Z");
        var kept = named("1", "kept");
        insert(kept, named("2", "gone"));
        var lease = views.acquireLease("test", LONG).orElseThrow();
        var next = new ViewProgress(500, Long.MAX_VALUE, recorded, 3, "ab12");
        views.write(
                lease,
                views.progress(),
                List.of(
                        DocumentChange.insert(OTHERS, named("1", "other")),
                        new DocumentChange(THINGS, Optional.of(kept), Optional.of(kept)),
                        new DocumentChange(THINGS, Optional.of(named("2", "gone")), Optional.empty())),
                next);
        assertThat(views.progress()).isEqualTo(next);
        assertThat(find()).containsExactly("1");
        assertThat(views.<Optional<StoredDocument>>read(reader -> reader.get(OTHERS, "1")))
                .contains(named("1", "other"));
        assertThat(openAgain().generations()).singleElement().satisfies(info -> assertThat(info.progress())
                .isEqualTo(next));
    }

    @Test
    void a_batch_that_fails_writes_nothing() {
        insert(named("1", "old"));
        var before = views.progress();
        var changes = new ArrayList<DocumentChange>();
        changes.add(new DocumentChange(THINGS, Optional.of(named("1", "old")), Optional.of(named("1", "new"))));
        IntStream.range(0, 3000).forEach(n -> changes.add(DocumentChange.insert(THINGS, tagged("n" + n, "x"))));
        changes.add(rejectedChange());
        assertThatThrownBy(() -> write(changes))
                .isInstanceOf(ViewStoreException.class)
                .as("What is logged names no patient")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("rejected", "tags\":"));
        assertThat(views.progress()).isEqualTo(before);
        assertThat(find()).containsExactly("1");
        assertThat(find(equal("tags", "x"))).isEmpty();
        assertThat(find(equal("name", "old"))).containsExactly("1");
        write(List.of(DocumentChange.insert(THINGS, named("2", "next"))));
        assertThat(find()).containsExactly("1", "2");
    }

    private static String stackTrace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_reader_sees_one_moment_while_another_process_writes() {
        Assumptions.assumeTrue(hasSnapshots(), "Without a replica set there are no snapshots");
        insert(named("1", "a"), named("2", "b"));
        var writer = sameFrom(openAgain());
        views.<Boolean>read(reader -> {
            assertThat(reader.count(ViewQuery.of(THINGS))).isEqualTo(2);
            write(
                    writer,
                    List.of(
                            new DocumentChange(THINGS, Optional.of(named("1", "a")), Optional.empty()),
                            DocumentChange.insert(THINGS, named("3", "c")),
                            DocumentChange.insert(OTHERS, named("3", "c"))));
            assertThat(reader.find(ViewQuery.of(THINGS)))
                    .extracting(StoredDocument::id)
                    .containsExactly("1", "2");
            assertThat(reader.count(ViewQuery.of(OTHERS))).isZero();
            return true;
        });
        assertThat(find()).containsExactly("2", "3");
    }

    // Generations

    @Test
    void a_version_has_the_generation_that_was_made_current_last() {
        assertThat(store.current("1")).isEmpty();
        store.makeCurrent(views);
        var second = store.create("1");
        var other = store.create("2");
        assertThat(store.current("1").orElseThrow().number()).isEqualTo(views.number());
        assertThat(store.current("2")).isEmpty();
        assertThat(second.number()).isGreaterThan(views.number());
        store.makeCurrent(second);
        store.makeCurrent(other);
        assertThat(store.current("1").orElseThrow().number()).isEqualTo(second.number());
        assertThat(openAgain().current("2").orElseThrow().number()).isEqualTo(other.number());
        store.makeCurrent(views);
        assertThat(openAgain().generations())
                .extracting(
                        ViewStore.GenerationInfo::number,
                        ViewStore.GenerationInfo::version,
                        ViewStore.GenerationInfo::current)
                .containsExactly(
                        tuple(views.number(), "1", true),
                        tuple(second.number(), "1", false),
                        tuple(other.number(), "2", true));
    }

    @Test
    void generations_have_their_own_documents_progress_and_lease() {
        insert(named("1", "first"));
        var second = store.create("1");
        assertThat(second.progress()).isEqualTo(ViewProgress.NONE);
        assertThat(second.<Long>read(reader -> reader.count(ViewQuery.of(THINGS))))
                .isZero();
        assertThat(second.acquireLease("another", LONG)).isPresent();
        second.releaseLease(second.acquireLease("another", LONG).orElseThrow());
        write(second, List.of(DocumentChange.insert(THINGS, named("1", "second"))));
        assertThat(get("1")).contains(named("1", "first"));
    }

    @Test
    void a_deleted_generation_leaves_nothing_and_its_number_is_not_used_again() throws Exception {
        store.makeCurrent(views);
        var before = tables(url);
        // Of another version, with collections that this one does not have.
        var former = open(
                url, List.of(THINGS, OTHERS, new CollectionDefinition("former", List.of(texts("tags")), List.of())));
        opened.add(former);
        var deleted = former.create("0");
        write(deleted, List.of(DocumentChange.insert(THINGS, tagged("1", "x"))));
        former.makeCurrent(deleted);
        store.delete(deleted.number());
        assertThat(tables(url)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(store.generations())
                .extracting(ViewStore.GenerationInfo::number)
                .containsExactly(views.number());
        assertThat(store.current("0")).isEmpty();
        assertThat(store.create("1").number()).isGreaterThan(deleted.number());
        store.delete(deleted.number());
    }

    @Test
    void several_processes_create_generations_at_once() throws Exception {
        Assumptions.assumeTrue(updatesAtomically(), "This server's updates are not atomic");
        var stores = List.of(store, openAgain(), openAgain());
        List<Long> numbers = together(stores.stream()
                .<Callable<Long>>map(each -> () -> each.create("1").number())
                .toList());
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @Test
    void documents_remain_when_the_store_is_opened_again() {
        insert(tagged("1", "x"));
        store.makeCurrent(views);
        opened.forEach(ViewStore::close);
        opened.clear();
        store = openAgain();
        views = store.current("1").orElseThrow();
        assertThat(find(equal("tags", "x"))).containsExactly("1");
        assertThat(views.progress().position()).isEqualTo(1);
    }

    // The lease

    @Test
    void a_free_lease_is_given_and_anothers_is_refused() {
        var lease = views.acquireLease("a", LONG).orElseThrow();
        assertThat(lease.holder()).isEqualTo("a");
        assertThat(sameFrom(openAgain()).acquireLease("b", LONG)).isEmpty();
        assertThat(views.acquireLease("a", LONG)).contains(lease);
    }

    @Test
    void an_own_lease_is_extended_and_keeps_its_term() throws Exception {
        var lease = views.acquireLease("a", SHORT).orElseThrow();
        assertThat(views.acquireLease("a", LONG)).contains(lease);
        Thread.sleep(SHORT.multipliedBy(2));
        assertThat(views.acquireLease("b", LONG)).isEmpty();
    }

    @Test
    void the_lease_is_extended_while_its_holder_reads_what_it_has_written_and_changes_next() {
        var lease = views.acquireLease("a", LONG).orElseThrow();
        var progress = after(ViewProgress.NONE);
        views.write(lease, ViewProgress.NONE, List.of(DocumentChange.insert(THINGS, named("1", "new"))), progress);

        Optional<Lease> extended = views.readForUpdate(reader -> {
            assertThat(reader.get(THINGS, "1")).isPresent();
            return views.acquireLease("a", LONG);
        });

        assertThat(extended).contains(lease);
        views.write(lease, progress, List.of(DocumentChange.insert(THINGS, named("2", "new"))), after(progress));
    }

    @Test
    void an_expired_lease_is_taken_over_with_a_higher_term() throws Exception {
        var former = views.acquireLease("a", SHORT).orElseThrow();
        Thread.sleep(SHORT.multipliedBy(2));
        var next = views.acquireLease("b", LONG).orElseThrow();
        assertThat(next.term()).isGreaterThan(former.term());
        assertThat(views.acquireLease("a", LONG)).isEmpty();
    }

    @Test
    void an_own_lease_that_has_expired_gets_a_higher_term() throws Exception {
        var former = views.acquireLease("a", SHORT).orElseThrow();
        Thread.sleep(SHORT.multipliedBy(2));
        assertThat(views.acquireLease("a", LONG).orElseThrow().term()).isGreaterThan(former.term());
    }

    @Test
    void a_released_lease_is_free_and_one_that_was_lost_cannot_be_released() throws Exception {
        var lease = views.acquireLease("a", LONG).orElseThrow();
        views.releaseLease(lease);
        var next = views.acquireLease("b", LONG).orElseThrow();
        assertThat(next.term()).isGreaterThan(lease.term());
        views.releaseLease(lease);
        assertThat(views.acquireLease("a", LONG)).isEmpty();
    }

    @Test
    void a_revoked_lease_writes_nothing_and_the_next_one_is_free() {
        views.releaseLease(views.acquireLease("test", LONG).orElseThrow());
        var revoked = views.acquireLease("a", LONG).orElseThrow();
        var previous = views.progress();

        views.revokeLease();

        assertThatThrownBy(() -> views.write(
                        revoked,
                        previous,
                        List.of(DocumentChange.insert(THINGS, named("1", "revoked"))),
                        after(previous)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(find()).isEmpty();
        assertThat(views.acquireLease("b", LONG)).isPresent();
    }

    @Test
    void a_former_lease_of_the_same_holder_writes_nothing() {
        views.releaseLease(views.acquireLease("test", LONG).orElseThrow());
        var former = views.acquireLease("a", LONG).orElseThrow();
        views.releaseLease(former);
        views.releaseLease(views.acquireLease("b", LONG).orElseThrow());
        views.acquireLease("a", LONG).orElseThrow();
        var previous = views.progress();

        assertThatThrownBy(() -> views.write(
                        former,
                        previous,
                        List.of(DocumentChange.insert(THINGS, named("1", "former"))),
                        after(previous)))
                .isInstanceOf(LeaseLostException.class);

        assertThat(find()).isEmpty();
    }

    @Test
    void a_holder_that_was_suspended_writes_nothing_after_another_has_taken_over() throws Exception {
        insert(named("1", "old"));
        views.releaseLease(views.acquireLease("test", LONG).orElseThrow());
        var suspended = views;
        var other = sameFrom(openAgain());
        var formerLease = suspended.acquireLease("a", SHORT).orElseThrow();
        var previous = suspended.progress();
        Thread.sleep(SHORT.multipliedBy(2));
        var lease = other.acquireLease("b", LONG).orElseThrow();

        // Before the other one has written, and after.
        var changes = List.of(
                new DocumentChange(THINGS, Optional.of(named("1", "old")), Optional.of(named("1", "suspended"))),
                DocumentChange.insert(THINGS, tagged("2", "suspended")));
        assertThatThrownBy(() -> suspended.write(formerLease, previous, changes, after(previous)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(suspended.progress()).isEqualTo(previous);
        other.write(lease, previous, List.of(DocumentChange.insert(THINGS, named("3", "new"))), after(previous));
        assertThatThrownBy(() -> suspended.write(formerLease, previous, changes, after(previous)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(find()).containsExactly("1", "3");
        assertThat(find(equal("name", "old"))).containsExactly("1");
        assertThat(find(equal("tags", "suspended"))).isEmpty();
        assertThat(suspended.progress()).isEqualTo(after(previous));
    }

    @Test
    void a_write_from_another_progress_than_the_stored_one_writes_nothing() {
        insert(named("1", "a"));
        var lease = views.acquireLease("test", LONG).orElseThrow();
        var stored = views.progress();
        for (var wrong : List.of(ViewProgress.NONE, after(stored))) {
            assertThatThrownBy(() -> views.write(
                            lease, wrong, List.of(DocumentChange.insert(THINGS, named("2", "b"))), after(wrong)))
                    .isInstanceOf(LeaseLostException.class);
        }
        assertThat(find()).containsExactly("1");
        assertThat(views.progress()).isEqualTo(stored);
    }

    @Test
    void of_several_takers_exactly_one_gets_the_lease() throws Exception {
        Assumptions.assumeTrue(updatesAtomically(), "This server's updates are not atomic");
        var stores = List.of(views, sameFrom(openAgain()), sameFrom(openAgain()));
        for (int round = 0; round < 5; round++) {
            var takers = new ArrayList<Callable<Optional<Lease>>>();
            for (int taker = 0; taker < 6; taker++) {
                var generation = stores.get(taker % stores.size());
                var holder = round + "-" + taker;
                takers.add(() -> generation.acquireLease(holder, LONG));
            }
            var leases = together(takers).stream().flatMap(Optional::stream).toList();
            assertThat(leases).hasSize(1);
            views.releaseLease(leases.getFirst());
        }
    }

    /** Each successful write adds one to a count that it has read: a lost write or one too many would show. */
    @Test
    void two_processes_that_compete_for_the_lease_never_overwrite_each_other() throws Exception {
        Assumptions.assumeTrue(updatesAtomically(), "This server's updates are not atomic");
        insert(named("count", "0"));
        views.releaseLease(views.acquireLease("test", LONG).orElseThrow());
        var successes = new AtomicInteger();
        var generations = List.of(views, sameFrom(openAgain()));
        var writers = new ArrayList<Callable<Boolean>>();
        for (int writer = 0; writer < 2; writer++) {
            var generation = generations.get(writer);
            var holder = "writer" + writer;
            writers.add(() -> {
                var random = new Random(holder.hashCode());
                long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                while (System.nanoTime() < end) {
                    var lease = generation.acquireLease(holder, Duration.ofMillis(10));
                    if (lease.isPresent() && addOne(generation, lease.get(), random.nextInt(30))) {
                        successes.incrementAndGet();
                    }
                    Thread.sleep(random.nextInt(20));
                }
                return true;
            });
        }
        together(writers);
        assertThat(successes.get()).isPositive();
        assertThat(get("count")).contains(named("count", Integer.toString(successes.get())));
        assertThat(views.progress().position()).isEqualTo(1 + successes.get());
    }

    private static boolean addOne(ViewGeneration generation, Lease lease, int delay) throws InterruptedException {
        var previous = generation.progress();
        var before = generation
                .<Optional<StoredDocument>>read(reader -> reader.get(THINGS, "count"))
                .orElseThrow();
        Thread.sleep(delay);
        var count = Integer.parseInt(before.text("name").orElseThrow()) + 1;
        var change =
                new DocumentChange(THINGS, Optional.of(before), Optional.of(named("count", Integer.toString(count))));
        try {
            generation.write(lease, previous, List.of(change), after(previous));
            return true;
        } catch (LeaseLostException _) {
            return false;
        }
    }

    private static <T> List<T> together(Collection<Callable<T>> tasks) throws Exception {
        var barrier = new CyclicBarrier(tasks.size());
        try (var threads = Executors.newFixedThreadPool(tasks.size())) {
            var futures = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        barrier.await();
                        return task.call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
