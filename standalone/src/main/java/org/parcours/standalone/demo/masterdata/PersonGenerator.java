package org.parcours.standalone.demo.masterdata;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** Generates persons from the most common first names and surnames of France; no real person is meant. */
public final class PersonGenerator {

    private static final List<String> WOMEN = names("""
            Marie, Jeanne, Françoise, Monique, Catherine, Nathalie, Isabelle, Sylvie, Anne, Martine, Nicole, \
            Christine, Sophie, Valérie, Céline, Émilie, Camille, Léa, Manon, Chloé, Inès, Fatima, Zoé, Jade, \
            Lucie, Hélène, Brigitte, Odette, Geneviève, Maëlle""");
    private static final List<String> MEN = names("""
            Jean, Pierre, Michel, André, Philippe, Alain, Bernard, Nicolas, Christophe, Patrick, Daniel, Frédéric, \
            Laurent, Sébastien, Éric, Julien, Thomas, Antoine, Lucas, Hugo, Mohamed, Karim, Rémi, Jérôme, \
            François, Gérard, Raymond, Léo, Gabriel, Noël""");
    private static final List<String> SURNAMES = names("""
            Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel, \
            Lefebvre, Leroy, Roux, David, Bertrand, Morel, Fournier, Girard, Bonnet, Dupont, Lambert, Fontaine, \
            Rousseau, Vincent, Muller, Lefèvre, Faure, André, Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, \
            François, Legrand, Gauthier, Garcia, Perrin, Robin, Clément, Morin, Nicolas, Henry, Roussel, Mathieu, \
            Gautier, Masson, Marchand, Duval, Denis, Dumont, Marie, Lemaire, Noël, Meyer, Dufour, Meunier, Brun, \
            Blanchard, Giraud, Joly, Rivière, Lucas, Brunet, Gaillard, Barbier, Arnaud, Martinez, Gérard, \
            Da Silva, Le Goff, Nguyen, N'Diaye, Benali, Haddad""");

    private PersonGenerator() {}

    private static List<String> names(String text) {
        return List.of(text.split(", "));
    }

    /** A person who fits the profile on that day; three identities in four are qualified. */
    public static Person person(
            SplittableRandom random,
            IdentifierGenerator identifiers,
            int number,
            LocalDate today,
            PatientProfile profile) {
        Person.Sex sex = profile.sex().orElseGet(() -> random.nextBoolean() ? Person.Sex.F : Person.Sex.M);
        int days = random.nextInt(profile.minimumAge() * 365 + 1, profile.maximumAge() * 365);
        LocalDate birthDate = today.minusDays(days);
        String birthFamily = pick(random, SURNAMES).toUpperCase(Locale.FRENCH);
        boolean usesMarriedName = sex == Person.Sex.F && days > 25 * 365 && random.nextInt(3) > 0;
        String family = usesMarriedName ? pick(random, SURNAMES).toUpperCase(Locale.FRENCH) : birthFamily;
        Optional<String> ins =
                random.nextInt(4) > 0 ? Optional.of(identifiers.ins(sex, birthDate, number)) : Optional.empty();
        return new Person(
                number,
                identifiers.ipp(number),
                ins,
                family,
                birthFamily,
                pick(random, sex == Person.Sex.F ? WOMEN : MEN),
                birthDate,
                sex);
    }

    public static Doctor doctor(SplittableRandom random) {
        int number = random.nextInt(40);
        SplittableRandom doctorRandom = new SplittableRandom(number);
        return new Doctor(
                "99900%06d".formatted(number),
                pick(doctorRandom, SURNAMES).toUpperCase(Locale.FRENCH),
                pick(doctorRandom, doctorRandom.nextBoolean() ? WOMEN : MEN));
    }

    private static String pick(SplittableRandom random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
