package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The state and message counts of the applications: on the pages, in the API and as metrics. */
class ApplicationMonitoringTest {

    private static final Path RULES = Path.of("../docs/alerts/parcours.rules.yaml");
    private static final Path RUNBOOK = Path.of("../docs/runbook.md");
    /** A metric, with the value of a label where the expression selects one. */
    private static final Pattern METRIC = Pattern.compile("(parcours_[a-z_]+)(?:\\{(\\w+=\"[^\"]+\")})?");

    private static final String FACT = """
            {"specversion": "1.0", "id": "A%s", "source": "KINÉ/1", "type": "org.parcours.StepRecorded.v1",
             "data": {"patient": {"identifiers": [{"system": "urn:oid:2.999.10.1", "value": "%s"}]}, "kind": "physiotherapy",
                      "occurredAt": "2026-03-01T09:30:00+01:00", "status": "DONE", "step": {"system": "K", "value": "%s"}}}""";

    @TempDir
    private static Path data;

    private static EmbeddedParcours parcours;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createDirectory(data.resolve("applications"));
        Files.copy(Path.of("../examples/applications/sterilisation.yaml"), folder.resolve("sterilisation.yaml"));
        parcours = EmbeddedParcours.open(
                data, "--parcours.applications.folder=" + folder, "--parcours.monitoring.flush-interval=100ms");
        try (MllpClient gam = parcours.openMllpClient()) {
            gam.send(admission("1", "7"));
            gam.send(admission("1", "7"));
            gam.send(admission("2", ""));
        }
        parcours.post("/api/facts", "application/cloudevents+json", FACT.formatted("1", "1", "1"));
        EmbeddedParcours.await(
                () -> application("GAM").at("/application/last24Hours/rejected").asInt() == 1
                        && application("KINÉ/1")
                                        .at("/application/last24Hours/recorded")
                                        .asInt()
                                == 1,
                "the messages are counted");
    }

    @AfterAll
    static void close() {
        parcours.close();
    }

    @Test
    void the_messages_of_each_application_are_counted_by_outcome() {
        JsonNode gam = application("GAM");
        assertThat(gam.at("/application/state").asString()).isEqualTo("active");
        assertThat(gam.at("/application/last24Hours/recorded").asInt()).isEqualTo(1);
        assertThat(gam.at("/application/last24Hours/duplicate").asInt()).isEqualTo(1);
        assertThat(gam.at("/application/last24Hours/late").asInt()).isEqualTo(1);
        assertThat(gam.at("/application/quarantined").asInt()).isEqualTo(1);
        assertThat(gam.at("/application/messagesPerMinute").asDouble()).isPositive();
        assertThat(StreamSupport.stream(gam.get("recentMessages").spliterator(), false)
                        .map(message -> message.get("outcome").asString()))
                .containsExactly("rejected", "duplicate", "recorded");
        assertThat(gam.toString()).as("contains no patient data").doesNotContain("DUPRE");
        assertThat(parcours.get(parcours.commandAddress, "/api/applications/UNKNOWN")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_fields_that_are_not_read_are_listed_with_an_example() {
        JsonNode unread = application("GAM").get("unreadFields");

        assertThat(StreamSupport.stream(unread.spliterator(), false))
                .filteredOn(field -> field.get("path").asString().equals("ZPI-2"))
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.get("messages").asInt()).isEqualTo(1);
                    assertThat(field.get("exampleMessageId").asString()).startsWith("G");
                    assertThat(field.get("canChangeMeaning").asBoolean()).isFalse();
                });
        assertThat(parcours.get(parcours.queryAddress, "/applications/one?name=GAM&lang=en")
                        .body())
                .contains("What we do not read from this sender", ">ZPI-2<");
        assertThat(exposedSeries())
                .anyMatch(series -> series.startsWith("parcours_application_unread_total")
                        && series.contains("application=\"GAM\"")
                        && series.contains("path=\"ZPI-2\""));
    }

    @Test
    void the_page_lists_applications_that_need_attention_first() {
        String page =
                parcours.get(parcours.queryAddress, "/applications?lang=en").body();

        List<String> names = Pattern.compile("data-name=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(names).containsExactly("STERI", "GAM", "KINÉ/1");
        assertThat(page).contains("1 never seen", "2 active", "/quarantine?sender=GAM");
        assertThat(parcours.get(parcours.queryAddress, "/applications/now?lang=en")
                        .body())
                .as("the part that an open page refreshes")
                .startsWith("<section")
                .contains("data-name=\"GAM\"");
        String one = parcours.get(parcours.queryAddress, "/applications/one?name=KIN%C3%89%2F1&lang=fr")
                .body();
        assertThat(one).contains("<h1>KINÉ/1</h1>", "enregistré", "/applications/one?name=KIN%C3%89");
        assertThat(parcours.get(parcours.queryAddress, "/applications/one?name=UNKNOWN")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void every_metric_of_the_alert_rules_is_exposed_with_the_selected_label() throws IOException {
        EmbeddedParcours.await(
                () -> exposedSeries().stream().anyMatch(series -> series.startsWith("parcours_application_silent")),
                "the gauges of the applications are exposed");
        List<String> exposed = exposedSeries();
        assertThat(alertRules()).isNotEmpty().allSatisfy(rule -> assertThat(
                        METRIC.matcher(rule.get("expr").toString()).results().toList())
                .as("%s", rule.get("alert"))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(exposed)
                        .anyMatch(series -> series.split("[ {]")[0].equals(metric.group(1))
                                && (metric.group(2) == null || series.contains(metric.group(2))))));
    }

    @Test
    void every_alert_links_to_a_section_of_the_runbook() throws IOException {
        List<String> parts = Files.readAllLines(RUNBOOK).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();

        assertThat(alertRules()).allSatisfy(rule -> {
            Map<?, ?> annotations = (Map<?, ?>) rule.get("annotations");
            assertThat(annotations.get("runbook").toString()).startsWith("docs/runbook.md#");
            assertThat(parts).contains(annotations.get("runbook").toString().substring("docs/runbook.md#".length()));
        });
    }

    private static List<Map<?, ?>> alertRules() throws IOException {
        Map<?, ?> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(RULES));
        List<Map<?, ?>> rules = new ArrayList<>();
        for (Object group : (List<?>) file.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        return rules;
    }

    private static List<String> exposedSeries() {
        return List.of(parcours.commandAddress, parcours.queryAddress).stream()
                .flatMap(address ->
                        parcours.get(address, "/actuator/prometheus").body().lines())
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static JsonNode application(String name) {
        String body = parcours.get(
                        parcours.commandAddress,
                        "/api/applications/" + URLEncoder.encode(name, UTF_8).replace("+", "%20"))
                .body();
        return body.isEmpty()
                ? JsonMapper.shared().createObjectNode()
                : JsonMapper.shared().readTree(body);
    }

    private static byte[] admission(String id, String number) {
        return ("MSH|^~\\&|GAM|CHU|||20260301101500||ADT^A01|G" + id + "|P|2.5\rEVN|A01|20260301101500\rPID|1||"
                        + number + "^^^&2.999.10.1&ISO^PI||DUPRE^ANNE^^^^^D\rPV1|1|I|CARDIO\rZPI|1|x\r")
                .getBytes(UTF_8);
    }
}
