package org.parcours.command.intake.fhir.mapping.medication;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceText;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;

/**
 * The medicine of a resource: coded, or a Medication by reference, which may be contained, in the message, or elsewhere.
 *
 * @param medication the choice {@code medication[x]}
 * @param resource the referenced Medication where the message contains it
 */
record MedicationProduct(ElementText texts, FhirElement medication, Optional<FhirElement> resource) {

    static MedicationProduct of(ElementText texts) {
        ResourceContext context = texts.context();
        FhirElement medication = context.resource().child("medication");
        return new MedicationProduct(
                texts,
                medication,
                medication.isType("Reference") ? context.resolve(medication, "Medication") : Optional.empty());
    }

    Coding coding() {
        return find().orElseThrow(() -> texts.context().missingElement("medication"));
    }

    /** Of a resource that is withdrawn, which need not say any more what it was about. */
    Coding codingOrUnknown() {
        return find().orElseGet(() -> DataTypeMapper.textCoding("?"));
    }

    /** A reference is never dropped: without a name it is shown as it was sent. */
    private Optional<Coding> find() {
        if (!medication.isType("Reference")) {
            return DataTypeMapper.coding(medication);
        }
        Optional<String> reference = new ReferenceText(texts, medication).text();
        return resource.flatMap(found -> DataTypeMapper.coding(found.child("code"))
                        .or(() -> ingredients(found).map(DataTypeMapper::textCoding)))
                .or(() -> reference.map(DataTypeMapper::textCoding));
    }

    /** Its other codes and names, form, ingredients, batch: what a nurse compares with the box. */
    void addTo(ResourceDetails details) {
        String label = find().map(Coding::label).orElse("");
        FhirElement concept = resource.map(found -> found.child("code"))
                .filter(FhirElement::isPresent)
                .orElse(medication);
        details.codes(DetailKey.PRODUCT_TEXT, concept, label);
        resource.ifPresent(found -> addResource(details, found));
    }

    private void addResource(ResourceDetails details, FhirElement found) {
        details.codes(DetailKey.PRODUCT_TEXT, medication, "")
                .add(DetailKey.PRODUCT_TEXT, texts.all(found, "identifier"))
                .add(DetailKey.PRODUCT_TEXT, found.text("status").filter(status -> !status.equals("active")))
                .add(DetailKey.FORM, texts.of(found.child("form")))
                .add(DetailKey.STRENGTH, texts.of(found.child("amount")))
                .add(DetailKey.COMPONENTS, ingredients(found))
                .add(DetailKey.MANUFACTURER, texts.of(found.child("manufacturer")))
                .add(DetailKey.SUBSTANCE_LOT, texts.of(found.child("batch").child("lotNumber")))
                .add(DetailKey.EXPIRATION, texts.of(found.child("batch").child("expirationDate")));
    }

    private Optional<String> ingredients(FhirElement found) {
        List<FhirElement> ingredients = found.children("ingredient");
        return joined("; ", ingredients.stream().map(this::ingredient));
    }

    private Optional<String> ingredient(FhirElement ingredient) {
        return joined(
                " ",
                texts.of(ingredient.child("item")),
                texts.of(ingredient.child("strength")),
                ingredient
                        .text("isActive")
                        .filter("false"::equals)
                        .map(_ -> "(" + CodedWord.of("inactiveIngredient") + ")"));
    }
}
