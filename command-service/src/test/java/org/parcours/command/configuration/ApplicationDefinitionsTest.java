package org.parcours.command.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.configuration.ApplicationDefinitionsConfiguration.MappingRules;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;
import org.parcours.events.applications.ApplicationDefinitionFolder;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * How the definitions in {@code examples/applications} map messages, and the error messages for invalid definitions.
 */
class ApplicationDefinitionsTest {

    private static final Path EXAMPLES = Path.of("../examples/applications");

    private final ApplicationDefinitionsConfiguration configuration = new ApplicationDefinitionsConfiguration();

    @TempDir
    private Path folder;

    private ApplicationDefinitionFolder<MappingRules> applications =
            ApplicationDefinitionFolder.open(EXAMPLES, Duration.ofHours(1), MappingRules::read);

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void every_example_is_active() {
        assertThat(applications.rejected()).isEmpty();
        assertThat(applications.files())
                .containsExactly("chemotherapy.yaml", "laboratory.yaml", "pharmacy.yaml", "sterilisation.yaml");
    }

    @Test
    void each_tray_in_an_ORU_message_of_the_sterilisation_is_a_step() {
        String message = message("STERI", "ORU^R01", """
                ORC|RE||T1|||||||||Lemoine
                OBR|1||T1|B7^Boîte PTH n° 7|||20260301080000|||||||||||||||20260301093000||STE|F
                OBX|1|ST|CYC||134°C 18 min||||||F|||||||AUTOCLAVE 2
                ORC|RE||T2
                OBR|2||T2|B9^Boîte cœlioscopie|||20260301080000|||||||||||||||||STE|I
                """);

        assertThat(parseFacts(message))
                .satisfiesExactly(
                        done -> {
                            StepRecorded step = (StepRecorded) done.event();
                            assertThat(step.kind()).isEqualTo("sterilisation-cycle");
                            assertThat(step.step().value()).isEqualTo("T1");
                            assertThat(step.status()).isEqualTo(StepStatus.DONE);
                            assertThat(step.title()).contains("Boîte PTH n° 7");
                            assertThat(step.details())
                                    .containsExactly(
                                            Map.entry("Autoclave", "AUTOCLAVE 2"), Map.entry("Cycle", "134°C 18 min"));
                            assertThat(done.occurredAt()).isEqualTo(OffsetDateTime.parse("2026-03-01T09:30:00+01:00"));
                        },
                        running -> {
                            StepRecorded step = (StepRecorded) running.event();
                            assertThat(step.status()).isEqualTo(StepStatus.IN_PROGRESS);
                            assertThat(running.occurredAt())
                                    .isEqualTo(OffsetDateTime.parse("2026-03-01T08:00:00+01:00"));
                            assertThat(step.details()).isEmpty();
                        });
    }

    @Test
    void a_rule_applies_only_to_its_application_and_its_condition() {
        String fromLaboratory = message("LABO", "ORU^R01", """
                OBR|1||T1|NFS^Numération|||20260301080000|||||||||||||||||STE|F
                OBX|1|NM|HB||12|g/dL|||||F
                """);
        String fromAnotherSection = fromLaboratory.replace("|LABO|", "|STERI|").replace("|STE|", "|HEM|");

        assertThat(parseFacts(fromLaboratory))
                .singleElement()
                .extracting(Fact::event)
                .isInstanceOf(ResultIssued.class);
        assertThat(parseFacts(fromAnotherSection))
                .singleElement()
                .extracting(Fact::event)
                .isInstanceOf(ResultIssued.class);
    }

    @Test
    void a_custom_trigger_can_be_mapped_to_a_known_event() {
        String message = message("PHARMACIE", "ZPH^Z17", """
                ORC|RE|O1
                RXA|0|1|20260301120000|20260301120000|N02BE01^Paracétamol 1 g^ATC|1|g
                """);

        assertThat(parseFacts(message)).singleElement().satisfies(fact -> {
            assertThat(fact.event()).isInstanceOf(MedicationAdministered.class);
            assertThat(fact.occurredAt()).isEqualTo(OffsetDateTime.parse("2026-03-01T12:00:00+01:00"));
        });
        assertThat(parse(message.replace("|PHARMACIE|", "|AUTRE|"))).isInstanceOf(UnsupportedMessage.class);
    }

    @Test
    void a_chemotherapy_reported_as_json_is_a_step_of_its_stay() {
        ParsedMessage parsed = (ParsedMessage) parseCloudEvent(chemotherapyCourse("preparee"));

        assertThat(parsed.facts()).singleElement().satisfies(fact -> {
            StepRecorded step = (StepRecorded) fact.event();
            assertThat(step.kind()).isEqualTo("chemotherapy");
            assertThat(step.status()).isEqualTo(StepStatus.IN_PROGRESS);
            assertThat(step.title()).contains("FOLFOX");
            assertThat(step.details()).containsExactly(Map.entry("Cycle", "3"), Map.entry("Jour", "J1"));
            assertThat(fact.visit().orElseThrow().number().orElseThrow().value())
                    .isEqualTo("S1");
            assertThat(fact.patient().identifiers().getFirst().value()).isEqualTo("42");
        });
    }

    @Test
    void a_value_that_no_rule_reads_is_named_as_unread() {
        String course = chemotherapyCourse("preparee").replace("\"etat\"", "\"salle\": {\"n\": [3]}, \"etat\"");

        assertThat(((ParsedMessage) parseCloudEvent(chemotherapyCourse("preparee")))
                        .facts()
                        .getFirst()
                        .annotations()
                        .unread())
                .isEmpty();
        assertThat(((ParsedMessage) parseCloudEvent(course))
                        .facts()
                        .getFirst()
                        .annotations()
                        .unread())
                .containsExactly("data.cure.salle.n[0]");
    }

    @Test
    void a_missing_or_unknown_value_is_rejected_with_its_field() {
        assertThat(parse(message("LABO", "ZLB^Z01", "ORC|SC||||IP\nSPM|1|||BLD^Sang\n")))
                .isEqualTo(new Rejection(
                        "PARC-0314",
                        "SPM-2",
                        "the application's file reads the step's number from this field, which is empty"));
        assertThat(parse(message("LABO", "ZLB^Z01", "ORC|SC||||ZZ\nSPM|1|P1||BLD^Sang\n")))
                .extracting("code", "field")
                .containsExactly("PARC-0315", "ORC-5");
        assertThat(parseCloudEvent(chemotherapyCourse("perdue")))
                .extracting("code", "field")
                .containsExactly("PARC-0122", "data/cure/etat");
        assertThat(parseCloudEvent(chemotherapyCourse("preparee").replace("\"id\": \"C1\", \"etat\"", "\"etat\"")))
                .extracting("code", "field")
                .containsExactly("PARC-0121", "data/cure/id");
    }

    @Test
    void a_changed_rule_does_not_change_the_digest_of_a_message() throws IOException {
        String digestBefore = ((ParsedMessage) parseCloudEvent(chemotherapyCourse("preparee"))).digest();
        String file = Files.readString(EXAMPLES.resolve("chemotherapy.yaml"));
        reopen("chemotherapy.yaml", file.replace("Jour: /cure/jour", "Jour du cycle: /cure/jour"));

        ParsedMessage after = (ParsedMessage) parseCloudEvent(chemotherapyCourse("preparee"));

        assertThat(((StepRecorded) after.facts().getFirst().event()).details()).containsKey("Jour du cycle");
        assertThat(after.digest()).isEqualTo(digestBefore);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    number: OBR-3          | number: OBR3               | hl7[0].step.number: 'OBR3' is not a field path
                    each: OBR              | each: Obr                  | hl7[0].each: not the name of a segment, such as OBR
                    type: ORU^R01          | type: ORU_R01              | hl7[0].type: not a type of message, such as ORU^R01
                    kind: sterilisation-cycle | kind: steam            | hl7[0].step.kind: no such kind of step
                    otherwise: DONE        | otherwise: FINISHED        | hl7[0].step.status.otherwise: no such status; there are [PLANNED
                    {OBR-24: STE}          | {OBR.24: STE}              | hl7[0].where.OBR.24: 'OBR.24' is not a field path
                    title: OBR-4.2         | titel: OBR-4.2             | hl7[0].step.titel: unknown field
                    """)
    void an_error_in_a_rule_names_the_line_and_the_field(String right, String wrong, String expected)
            throws IOException {
        String file = Files.readString(EXAMPLES.resolve("sterilisation.yaml"));
        assertThat(file).contains(right);
        reopen("sterilisation.yaml", file.replace(right, wrong));

        assertThat(applications.rejected().get("sterilisation.yaml"))
                .startsWith("sterilisation.yaml, line ")
                .contains(expected);
    }

    private void reopen(String file, String text) throws IOException {
        applications.close();
        Files.writeString(folder.resolve(file), text);
        applications = ApplicationDefinitionFolder.open(folder, Duration.ofHours(1), MappingRules::read);
    }

    private List<Fact> parseFacts(String message) {
        assertThat(parse(message)).isInstanceOf(ParsedMessage.class);
        return ((ParsedMessage) parse(message)).facts();
    }

    private ParseResult parse(String message) {
        return new Hl7MessageParser(
                        Hl7TestProperties.hl7(),
                        new FakeDocumentStore(),
                        Clock.systemUTC(),
                        configuration.hl7Rules(applications))
                .receive(message.getBytes(UTF_8))
                .parse();
    }

    private ParseResult parseCloudEvent(String event) {
        CloudEventLimitProperties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("parcours.http", CloudEventLimitProperties.class);
        return new CloudEventParser(
                        new EventCodec(),
                        applications.catalogue(),
                        properties,
                        Clock.systemUTC(),
                        "rest",
                        new FakeDocumentStore(),
                        configuration.cloudEventRules(applications))
                .receive(event.getBytes(UTF_8))
                .parse();
    }

    private static String message(String application, String type, String segments) {
        return """
                MSH|^~\\&|%s|HOP|PARCOURS|HOP|20260301100000||%s|M1|P|2.5
                PID|||42^^^&2.999.10.1&ISO^PI||ESSAI^Paul^^^^^D
                """.formatted(application, type) + segments;
    }

    private static String chemotherapyCourse(String state) {
        return """
                {"specversion": "1.0", "id": "E1", "source": "CHIMIO", "type": "fr.hopital.chimio.cure",
                 "data": {"patient": {"ipp": "42"}, "sejour": "S1",
                          "cure": {"id": "C1", "etat": "%s", "prevueLe": "2026-03-01T10:00:00+01:00",
                                   "protocole": "FOLFOX", "cycle": 3, "jour": "J1"}}}""".formatted(state);
    }
}
