package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data folder of the standalone product as version 0.1 left it after the demo (SQLite and Kafka), from the test
 * resources of command-service.
 */
class DataFolderUpgradeTest {

    private static final String NEW_FACT = """
            {"specversion": "1.0", "id": "after-the-upgrade", "source": "KINE", "type": "org.parcours.StepRecorded.v1",
             "data": {"patient": {"identifiers": [{"system": "urn:oid:2.999.10.1", "value": "9916110590000"}]},
              "occurredAt": "2026-11-20T09:30:00+01:00", "kind": "physiotherapy", "status": "DONE",
              "step": {"system": "KINE", "value": "after-the-upgrade"}, "title": "Marche"}}
            """;

    @TempDir
    private Path folder;

    @Test
    void a_data_folder_of_version_0_1_is_shown_whole_and_its_topic_goes_on() throws IOException {
        unzip(folder);
        List<JsonNode> written = writtenLog();

        try (EmbeddedParcours parcours = EmbeddedParcours.open(folder)) {
            parcours.awaitViews();
            assertThat(parcours.readLog()).isEqualTo(written);
            JsonNode patient = parcours.patient("urn:oid:2.999.10.1", "9916110590000");
            assertThat(patient.at("/name/family").asString()).isEqualTo("MOREAU");
            int entries = parcours.timeline(patient.get("id").asString())
                    .get("entries")
                    .size();
            assertThat(entries).isPositive();

            assertThat(parcours.post("/api/facts", "application/cloudevents+json", NEW_FACT)
                            .statusCode())
                    .isEqualTo(201);
            parcours.awaitViews();

            assertThat(parcours.timeline(patient.get("id").asString()).get("entries"))
                    .hasSize(entries + 1);
            assertThat(EventTopicReader.positions(parcours.kafkaBootstrapServers()))
                    .as("each event once, in order: those of before and the new one")
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, written.size() + 1)
                            .boxed()
                            .toList());
        }
    }

    private static List<JsonNode> writtenLog() throws IOException {
        try (var in =
                new GZIPInputStream(DataFolderUpgradeTest.class.getResourceAsStream("/version-0.1/log.ndjson.gz"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
        }
    }

    private static void unzip(Path folder) throws IOException {
        try (var zip = new ZipInputStream(DataFolderUpgradeTest.class.getResourceAsStream("/version-0.1/data.zip"))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && file.startsWith(folder)) {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }
}
