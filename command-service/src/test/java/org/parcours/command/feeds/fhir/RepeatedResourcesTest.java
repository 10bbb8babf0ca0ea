package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.intake.fhir.GeneratedResources;

/** Whatever a sender sends a second time, in whatever order, records nothing the second time. */
class RepeatedResourcesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void a_mixed_pile_of_resources_sent_twice_records_nothing_the_second_time(long seed) throws Exception {
        Random random = new Random(seed);
        List<byte[]> pile = new ArrayList<>();
        Stream.of("fhir")
                .filter(samples -> SampleFiles.folder(samples).isPresent())
                .flatMap(SampleFiles::messages)
                .map(SampleFiles::bytes)
                .forEach(pile::add);
        GeneratedResources.ofEachElement((int) seed).stream()
                .map(resource -> resource.getBytes(StandardCharsets.UTF_8))
                .forEach(pile::add);
        TreeSet<String> recordedAgain = new TreeSet<>();
        try (FhirTestService fhir = new FhirTestService(folder)) {
            Collections.shuffle(pile, random);
            for (byte[] resource : pile) {
                fhir.send(addressOf(resource), resource);
            }
            long recorded = fhir.head();
            assertThat(recorded).isGreaterThan(pile.size() / 2);
            Collections.shuffle(pile, random);
            for (byte[] resource : pile) {
                long before = fhir.head();
                fhir.send(addressOf(resource), resource);
                if (fhir.head() > before) {
                    String text = new String(resource, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
                    recordedAgain.add(text.substring(0, Math.min(150, text.length())) + " … recorded "
                            + fhir.recordedAfter(before).getLast().event());
                }
            }
        }
        assertThat(recordedAgain).as("seed " + seed).isEmpty();
    }

    /** A Bundle goes to the root. */
    private static String addressOf(byte[] resource) {
        String text = new String(resource, StandardCharsets.UTF_8);
        int type = text.indexOf("\"resourceType\"");
        String name = text.substring(type + 14).replaceFirst("(?s)\\s*:\\s*\"([A-Za-z]+)\".*", "$1");
        return name.equals("Bundle") ? "" : "/" + name;
    }
}
