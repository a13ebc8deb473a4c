package io.github.spotbatch.testing.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a self-signed certificate for 127.0.0.1 and localhost, made when first needed and once
 * for a JVM by the JDK's own keytool, which is the only part of a JDK that makes any.
 */
public final class LoopbackCertificate {

  private static final String ALIAS = "loopback";
  private static final String VARIABLE = "SPOTBATCH_STORE_PASSWORD";

  private final String pem;
  private final SSLContext server;
  private final SSLContext client;

  private LoopbackCertificate(KeyStore store, char[] password)
      throws GeneralSecurityException, IOException {
    Certificate certificate = store.getCertificate(ALIAS);
    this.pem = pem(certificate);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    this.server = SSLContext.getInstance("TLS");
    server.init(keys.getKeyManagers(), null, null);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    this.client = SSLContext.getInstance("TLS");
    client.init(null, trust.getTrustManagers(), null);
  }

  /** Holds the one of this JVM once somebody has asked for it. */
  private static final class Holder {
    static final LoopbackCertificate ONE = make();
  }

  /**
   * The certificate of this JVM.
   *
   * @throws IllegalStateException if this Java has no keytool, or it fails
   */
  public static LoopbackCertificate get() {
    requireKeytool(keytool());
    return Holder.ONE;
  }

  /** The certificate, as curl's {@code --cacert} takes it. */
  public String pem() {
    return pem;
  }

  /** For a server that shows the certificate. */
  public SSLContext server() {
    return server;
  }

  /** For clients that trust the certificate, and no other. */
  public SSLContext client() {
    return client;
  }

  static void requireKeytool(Path keytool) {
    if (!Files.isExecutable(keytool)) {
      throw new IllegalStateException(
          "TLS on 127.0.0.1 needs a certificate, which keytool makes, and there is no "
              + keytool
              + ": run on a JDK or a whole Java runtime");
    }
  }

  private static Path keytool() {
    String name = System.getProperty("os.name").startsWith("Windows") ? "keytool.exe" : "keytool";
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  private static LoopbackCertificate make() {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    String password = Base64.getUrlEncoder().encodeToString(secret);
    try {
      Path folder = Files.createTempDirectory("spotbatch-certificate-");
      Path file = folder.resolve("store.p12");
      try {
        run(file, password);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
          store.load(in, password.toCharArray());
        }
        return new LoopbackCertificate(store, password.toCharArray());
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a certificate for 127.0.0.1", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate for 127.0.0.1", e);
    }
  }

  /** The password is in no command line, which others could see. */
  private static void run(Path store, String password) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                keytool().toString(),
                "-J-XX:TieredStopAtLevel=1",
                // The store lives for moments: its password need not be slow to guess.
                "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
                "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
                "-J-Dkeystore.pkcs12.macIterationCount=1",
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=spotbatch-testing",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-startdate",
                "-1d",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                VARIABLE));
    builder.environment().put(VARIABLE, password);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("keytool ended with exit code " + code + ": " + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool made a certificate", e);
    }
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN CERTIFICATE-----\n"
        + lines.encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
