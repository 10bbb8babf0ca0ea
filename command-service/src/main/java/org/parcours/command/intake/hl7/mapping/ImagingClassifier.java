package org.parcours.command.intake.hl7.mapping;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;

/** Distinguishes imaging from other examinations: by OBR-24; by the words of OBR-4 only if OBR-24 is empty. */
final class ImagingClassifier {

    private static final Pattern DIACRITICS = Pattern.compile("\\p{M}+");

    /** DICOM modalities (0008,0060) by value of OBR-24 or by word of OBR-4. */
    private static final Map<String, String> MODALITIES = Map.ofEntries(
            Map.entry("CT", "CT"),
            Map.entry("SCANNER", "CT"),
            Map.entry("TDM", "CT"),
            Map.entry("MR", "MR"),
            Map.entry("MRI", "MR"),
            Map.entry("NMR", "MR"),
            Map.entry("IRM", "MR"),
            Map.entry("US", "US"),
            Map.entry("RUS", "US"),
            Map.entry("OUS", "US"),
            Map.entry("VUS", "US"),
            Map.entry("CUS", "US"),
            Map.entry("ECHOGRAPHIE", "US"),
            Map.entry("ULTRASOUND", "US"),
            Map.entry("NMS", "NM"),
            Map.entry("NM", "NM"),
            Map.entry("PET", "PT"),
            Map.entry("TEP", "PT"),
            Map.entry("MG", "MG"),
            Map.entry("CR", "CR"),
            Map.entry("DX", "DX"),
            Map.entry("XA", "XA"));

    private ImagingClassifier() {}

    static boolean isImaging(Hl7MappingContext context, OrderGroup order) {
        if (context.message().header().text(9).equals("OMI")) {
            return true;
        }
        return order.obr()
                .value(24)
                .map(section -> context.properties().imagingSections().contains(section.toUpperCase(Locale.ROOT)))
                .orElseGet(() -> examinationWords(order)
                        .anyMatch(word -> context.properties().imagingWords().contains(word)));
    }

    static Optional<String> modality(OrderGroup order) {
        return Stream.concat(Stream.of(order.segment("IPC").text(5), order.obr().text(24)), examinationWords(order))
                .map(word -> word.toUpperCase(Locale.ROOT))
                .filter(MODALITIES::containsKey)
                .findFirst()
                .map(MODALITIES::get);
    }

    /** The words of OBR-4, in capitals and without accents: {@code ECHOGRAPHIE} for {@code Échographie}. */
    private static Stream<String> examinationWords(OrderGroup order) {
        Hl7Field examination = order.obr().field(4);
        String text = Stream.of(1, 2, 5, 9).map(examination::text).reduce("", (a, b) -> a + " " + b);
        String plain = DIACRITICS
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("");
        return Stream.of(plain.toUpperCase(Locale.ROOT).split("[^A-Z0-9-]+"));
    }
}
