package org.parcours.command.intake.hl7.mapping;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;

/** Distinguishes imaging from other examinations: by OBR-24; by the words of OBR-4 only if OBR-24 is empty. */
final class ImagingClassifier {

    private static final Pattern DIACRITICS = Pattern.compile("\\p{M}+");

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
                .flatMap(word -> modality(word.toUpperCase(Locale.ROOT)).stream())
                .findFirst();
    }

    /** The DICOM modality (0008,0060) of a value of OBR-24 or a word of OBR-4. */
    private static Optional<String> modality(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "CT", "SCANNER", "TDM" -> "CT";
                    case "MR", "MRI", "NMR", "IRM" -> "MR";
                    case "US", "RUS", "OUS", "VUS", "CUS", "ECHOGRAPHIE", "ULTRASOUND" -> "US";
                    case "NM", "NMS" -> "NM";
                    case "PET", "TEP" -> "PT";
                    case "MG", "CR", "DX", "XA" -> word;
                    default -> null;
                });
    }

    /** The words of OBR-4, in capitals and without accents: {@code ECHOGRAPHIE} for {@code Échographie}. */
    private static Stream<String> examinationWords(OrderGroup order) {
        Hl7FieldRepetition examination = order.obr().field(4);
        String text = Stream.of(1, 2, 5, 9).map(examination::text).collect(Collectors.joining(" "));
        String plain = DIACRITICS
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("");
        return Stream.of(plain.toUpperCase(Locale.ROOT).split("[^A-Z0-9-]+"));
    }
}
