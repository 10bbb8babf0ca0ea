package org.parcours.command.intake.fhir.mapping.document;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.StatusText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;

/**
 * A Composition as one HTML document: its title, its narrative and its sections in their order, each under its heading. A
 * section without a narrative lists what it refers to, or says why it is empty.
 */
final class CompositionHtml {

    private static final int LOWEST_HEADING = 6;

    private final ResourceContext context;
    private final StringBuilder html = new StringBuilder();
    private boolean hasContent;

    private CompositionHtml(ResourceContext context) {
        this.context = context;
    }

    /** Empty where the Composition has neither a narrative nor sections. */
    static Optional<String> of(ResourceContext context, Optional<String> title) {
        return new CompositionHtml(context).write(title);
    }

    private Optional<String> write(Optional<String> title) {
        FhirElement composition = context.resource();
        String language = composition
                .text("language")
                .map(code -> " lang=\"" + NarrativeSanitizer.escape(code) + "\"")
                .orElse("");
        html.append("<!DOCTYPE html>\n<html").append(language).append("><head><meta charset=\"utf-8\">");
        title.ifPresent(text -> element("title", text));
        html.append("</head><body>\n");
        title.ifPresent(text -> element("h1", text));
        narrative(composition);
        composition.children("section").forEach(section -> section(section, 2));
        html.append("</body></html>\n");
        return hasContent ? Optional.of(html.toString()) : Optional.empty();
    }

    private void section(FhirElement section, int level) {
        hasContent = true;
        section.text("title")
                .or(() -> ConceptText.label(section.child("code")))
                .ifPresent(title -> element("h" + Math.min(level, LOWEST_HEADING), title));
        remark(StatusText.unless(section.child("mode"), "snapshot"));
        remark(ReferenceLabel.people(context, section.children("author")));
        remark(ReferenceLabel.of(context, section.child("focus")));
        if (!narrative(section)) {
            entries(section.children("entry"));
        }
        remark(ConceptText.label(section.child("emptyReason")));
        section.children("section").forEach(inner -> section(inner, level + 1));
    }

    private boolean narrative(FhirElement element) {
        Optional<String> div = element.child("text").rawText("div");
        div.ifPresent(text -> {
            hasContent = true;
            html.append(NarrativeSanitizer.sanitize(text)).append('\n');
        });
        return div.isPresent();
    }

    private void entries(List<FhirElement> entries) {
        List<String> labels = entries.stream()
                .flatMap(entry -> ReferenceLabel.of(context, entry).stream())
                .toList();
        if (!labels.isEmpty()) {
            html.append("<ul>");
            labels.forEach(label -> element("li", label));
            html.append("</ul>\n");
        }
    }

    private void remark(Optional<String> text) {
        text.ifPresent(remark ->
                html.append("<p><em>").append(NarrativeSanitizer.escape(remark)).append("</em></p>\n"));
    }

    private void element(String name, String text) {
        html.append('<')
                .append(name)
                .append('>')
                .append(NarrativeSanitizer.escape(text))
                .append("</")
                .append(name)
                .append(">\n");
    }
}
