import java.io.FileReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerId;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/**
 * Bouncy Castle: the CMS message of a PDF's first signature, its time-stamp, and both chains with
 * the revocation lists given, which it needs.
 *
 * <p>java -cp /usr/share/java/bcprov.jar:/usr/share/java/bcpkix.jar:/usr/share/java/bcutil.jar
 * conformance/pdf/BouncyCastle.java TRUST CRL… accept FILE… refuse FILE…
 */
public class BouncyCastle {
  private static final Pattern BYTE_RANGE =
      Pattern.compile("/ByteRange\\s*\\[\\s*(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s*\\]");

  private final Set<TrustAnchor> roots = new HashSet<>();
  private final List<X509CRL> lists = new ArrayList<>();

  public static void main(String[] words) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    BouncyCastle castle = new BouncyCastle();
    castle.trust(words[0]);
    String expected = null;
    boolean failed = false;
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      if (word.equals("accept") || word.equals("refuse")) {
        expected = word;
      } else if (expected == null) {
        castle.lists.add(
            (X509CRL)
                CertificateFactory.getInstance("X.509")
                    .generateCRL(Files.newInputStream(Path.of(word))));
      } else {
        String answer = "refuse";
        String said;
        try {
          said = castle.judge(Files.readAllBytes(Path.of(word)));
          answer = "accept";
        } catch (Exception error) {
          Throwable cause = error.getCause() == null ? error : error.getCause();
          said = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        }
        failed |= !answer.equals(expected);
        String mark = answer.equals(expected) ? "ok  " : "FAIL";
        System.out.println(String.join("\t", mark, answer, word, said.replaceAll("\\s+", " ")));
      }
    }
    System.exit(failed ? 1 : 0);
  }

  private void trust(String file) throws Exception {
    PEMParser parser = new PEMParser(new FileReader(file));
    for (Object read = parser.readObject(); read != null; read = parser.readObject()) {
      roots.add(new TrustAnchor(certificate((X509CertificateHolder) read), null));
    }
  }

  private String judge(byte[] pdf) throws Exception {
    Matcher range = BYTE_RANGE.matcher(new String(pdf, StandardCharsets.ISO_8859_1));
    if (!range.find()) {
      throw new Exception("no ByteRange");
    }
    int[] at = new int[4];
    for (int i = 0; i < 4; i++) {
      at[i] = Integer.parseInt(range.group(i + 1));
    }
    byte[] signed = new byte[at[1] + at[3]];
    System.arraycopy(pdf, at[0], signed, 0, at[1]);
    System.arraycopy(pdf, at[2], signed, at[1], at[3]);
    String hex = new String(pdf, at[1] + 1, at[2] - at[1] - 2, StandardCharsets.ISO_8859_1);
    // The room behind the message is filled with zeroes, which the parser leaves alone.
    byte[] message = new BigInteger("01" + hex, 16).toByteArray();
    byte[] der = Arrays.copyOfRange(message, 1, message.length);

    CMSSignedData data = new CMSSignedData(new CMSProcessableByteArray(signed), der);
    SignerInformation signer = data.getSignerInfos().getSigners().iterator().next();
    X509CertificateHolder holder = one(data.getCertificates(), signer.getSID());
    if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(holder))) {
      throw new Exception("the signature does not verify");
    }
    Date when = timestamp(signer);
    chain(certificate(holder), data.getCertificates(), when == null ? new Date() : when);
    return "signature and chain" + (when == null ? "" : ", time-stamp of " + when.toInstant());
  }

  /** The time that the signature's time-stamp proves; null if there is none. */
  private Date timestamp(SignerInformation signer) throws Exception {
    Attribute attribute =
        signer.getUnsignedAttributes() == null
            ? null
            : signer.getUnsignedAttributes().get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    if (attribute == null) {
      return null;
    }
    ASN1Encodable value = attribute.getAttributeValues()[0];
    TimeStampToken token = new TimeStampToken(ContentInfo.getInstance(value));
    X509CertificateHolder holder = one(token.getCertificates(), token.getSID());
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(holder));
    String digest = token.getTimeStampInfo().getMessageImprintAlgOID().getId();
    byte[] imprint = MessageDigest.getInstance(digest, "BC").digest(signer.getSignature());
    if (!Arrays.equals(imprint, token.getTimeStampInfo().getMessageImprintDigest())) {
      throw new Exception("the time-stamp is of something else");
    }
    Date when = token.getTimeStampInfo().getGenTime();
    chain(certificate(holder), token.getCertificates(), when);
    return when;
  }

  /** From the certificate to a root that is trusted, by the lists given (RFC 5280 §6). */
  private void chain(X509Certificate leaf, Store<X509CertificateHolder> sent, Date when)
      throws Exception {
    List<Object> known = new ArrayList<>(lists);
    for (X509CertificateHolder holder : sent.getMatches(null)) {
      known.add(certificate(holder));
    }
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
    parameters.setDate(when);
    CertPathBuilder.getInstance("PKIX", "BC").build(parameters);
  }

  @SuppressWarnings("unchecked") // SignerId is a raw Selector.
  private static X509CertificateHolder one(Store<X509CertificateHolder> sent, SignerId signer)
      throws Exception {
    for (Object found : sent.getMatches(signer)) {
      return (X509CertificateHolder) found;
    }
    throw new Exception("the signer's certificate is not in the message");
  }

  private static X509Certificate certificate(X509CertificateHolder holder) throws Exception {
    return new JcaX509CertificateConverter().setProvider("BC").getCertificate(holder);
  }
}
