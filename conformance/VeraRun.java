import java.io.File;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Runs veraPDF over files: {@code java -cp … VeraRun.java 3a,ua1 FILE…}
 *
 * <p>Prints one line for each file and flavour, with tabs between: file, flavour, whether compliant,
 * how many rules the profile has, how many assertions were made, and the rules that failed. The
 * number of rules is printed because a profile that could not be loaded has none, and a file breaks
 * no rule of an empty profile.
 */
class VeraRun {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        List<PDFAFlavour> flavours =
                List.of(arguments[0].split(",")).stream().map(PDFAFlavour::byFlavourId).toList();
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            // The parser is asked for each flavour on its own, so that one can't hide another.
            for (PDFAFlavour flavour : flavours) {
                System.out.println(file + "\t" + flavour.getId() + "\t" + validate(file, flavour));
            }
        }
    }

    private static String validate(String file, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
            PDFAValidator validator =
                    Foundries.defaultInstance().createValidator(flavour, 0, false, false, false);
            ValidationResult result = validator.validate(parser);
            String failed = result.getFailedChecks().keySet().stream()
                    .map(rule -> rule.getClause() + "-" + rule.getTestNumber())
                    .sorted()
                    .collect(Collectors.joining(" "));
            return result.isCompliant() + "\t" + result.getValidationProfile().getRules().size()
                    + "\t" + result.getTotalAssertions() + "\t" + failed;
        } catch (Exception error) {
            return "false\t0\t0\t" + error.toString().replace('\n', ' ').replace('\t', ' ');
        }
    }
}
