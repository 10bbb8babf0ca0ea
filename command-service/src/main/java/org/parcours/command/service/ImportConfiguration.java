package org.parcours.command.service;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.InPieces;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.Taking;
import org.parcours.command.intake.fhir.FhirFiles;
import org.parcours.command.intake.fhir.FhirUnderstanding;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.files.CloudEventFile;
import org.parcours.command.intake.files.FhirFile;
import org.parcours.command.intake.files.FileFormat;
import org.parcours.command.intake.files.FileImport;
import org.parcours.command.intake.files.Hl7File;
import org.parcours.command.intake.files.ImportSettings;
import org.parcours.command.intake.files.Standing;
import org.parcours.command.intake.hl7.Hl7Understanding;
import org.parcours.command.intake.http.FactUnderstanding;
import org.parcours.command.tokens.TokenRegister;
import org.parcours.events.DerivedIds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Files as a way in. Each format is a bean; a further one joins by being there. */
@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

    @Bean
    FileFormat hl7Files(Hl7Understanding understanding) {
        return new Hl7File(understanding);
    }

    @Bean
    FileFormat cloudEventFiles(FactUnderstanding understanding) {
        return new CloudEventFile(understanding);
    }

    @Bean
    FileFormat fhirFiles(FhirUnderstanding understanding, ImportSettings settings) {
        return new FhirFile(new FhirFiles(understanding, settings.source()));
    }

    /** A long Bundle is several commits, here as at {@code /fhir} (ADR 0020). */
    @Bean
    FileImport fileImport(
            List<FileFormat> formats,
            Intake intake,
            Refused refused,
            FhirProperties fhir,
            Storage storage,
            ImportSettings settings) {
        Taking taking = new Taking(new InPieces(intake, fhir.factsPerCommit()), refused);
        return new FileImport(formats, taking, notes(storage.register()), settings);
    }

    /** In the store of the log. A file goes by the hash of its name, which may be somebody's. */
    static Standing.Notes notes(TokenRegister register) {
        return new Standing.Notes() {
            @Override
            public Optional<Standing> of(String file) {
                return register.get(entry(file)).map(entry -> Standing.parse(entry.state()));
            }

            @Override
            public void note(String file, Standing standing) {
                long version = register.get(entry(file))
                        .map(TokenRegister.Entry::version)
                        .orElse(0L);
                // Where somebody else imports the same file at once, the last to note it stands: both have it recorded.
                register.put(entry(file), version, standing.text());
            }

            private static String entry(String file) {
                return "import:" + DerivedIds.hash(file);
            }
        };
    }
}
