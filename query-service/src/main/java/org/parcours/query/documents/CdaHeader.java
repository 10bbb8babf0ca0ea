package org.parcours.query.documents;

import static org.parcours.query.documents.CdaElements.attribute;
import static org.parcours.query.documents.CdaElements.child;
import static org.parcours.query.documents.CdaElements.children;
import static org.parcours.query.documents.CdaElements.descendant;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.query.web.HtmlBuilder;
import org.parcours.query.web.UiText;
import org.w3c.dom.Element;

/** The header of a clinical document: whom it is about, when and by whom it was written, who keeps it. */
final class CdaHeader {

    private static final String NAME = "name";

    private final Element document;
    private final HtmlBuilder html;
    private final UiText uiText;

    CdaHeader(Element document, HtmlBuilder html, UiText uiText) {
        this.document = document;
        this.html = html;
        this.uiText = uiText;
    }

    void write() {
        html.open("dl", "class", "facts");
        line("patient", patients());
        line("type", child(document, "code").flatMap(code -> attribute(code, "displayName")));
        line("date", child(document, "effectiveTime").flatMap(this::time));
        line("author", people("author", "assignedAuthor", "assignedPerson", "representedOrganization"));
        line(
                "authenticator",
                people("legalAuthenticator", "assignedEntity", "assignedPerson", "representedOrganization"));
        line(
                "custodian",
                descendant(document, "custodian", "assignedCustodian", "representedCustodianOrganization", NAME)
                        .map(CdaHeader::name));
        line("version", child(document, "versionNumber").flatMap(number -> attribute(number, "value")));
        line(
                "confidentiality",
                child(document, "confidentialityCode")
                        .filter(code -> !code.getAttribute("code").equals("N"))
                        .flatMap(code -> attribute(code, "displayName").or(() -> attribute(code, "code"))));
        html.close("dl");
    }

    private void line(String label, Optional<String> text) {
        text.filter(words -> !words.isBlank()).ifPresent(words -> html.open("div")
                .element("dt", uiText.message("document.cda." + label))
                .element("dd", words)
                .close("div"));
    }

    private Optional<String> patients() {
        return joined(children(document, "recordTarget").stream()
                .flatMap(target -> child(target, "patientRole").stream())
                .map(role -> Stream.of(
                                descendant(role, "patient", NAME).map(CdaHeader::name),
                                descendant(role, "patient", "birthTime").flatMap(this::time),
                                joined(children(role, "id").stream()
                                        .flatMap(id -> attribute(id, "extension").stream())
                                        .toList()))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(" · ")))
                .toList());
    }

    private Optional<String> people(String participation, String role, String person, String organization) {
        return joined(children(document, participation).stream()
                .flatMap(element -> child(element, role).stream())
                .map(entity -> Stream.of(
                                descendant(entity, person, NAME)
                                        .map(CdaHeader::name)
                                        .or(() -> device(entity)),
                                descendant(entity, organization, NAME).map(CdaHeader::name))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(", ")))
                .toList());
    }

    private static Optional<String> device(Element entity) {
        return Stream.of("softwareName", "manufacturerModelName")
                .flatMap(name -> descendant(entity, "assignedAuthoringDevice", name).stream())
                .map(CdaElements::allText)
                .findFirst();
    }

    /** Its parts in their order, as the sender wrote them. */
    private static String name(Element name) {
        List<Element> parts = CdaElements.children(name);
        return parts.isEmpty()
                ? CdaElements.allText(name)
                : parts.stream()
                        .map(CdaElements::allText)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
    }

    private static Optional<String> joined(List<String> texts) {
        return Optional.of(texts.stream().filter(text -> !text.isBlank()).collect(Collectors.joining("; ")))
                .filter(text -> !text.isEmpty());
    }

    /** A point in time (TS: yyyyMMddHHmmss±zzzz) as precise as it is stated; another text as it is. */
    private Optional<String> time(Element element) {
        return attribute(element, "value").map(value -> {
            if (!value.matches("\\d{8}.*")) {
                return value;
            }
            try {
                String date =
                        uiText.shortDate(LocalDate.parse(value.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE));
                return value.matches("\\d{12}.*")
                        ? date + " " + value.substring(8, 10) + ":" + value.substring(10, 12)
                        : date;
            } catch (DateTimeException e) {
                return value;
            }
        });
    }
}
