package io.github.spotbatch.testing.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a self-signed certificate for 127.0.0.1 as the PEM files that servers read. */
final class TestCertificate {

  private static final String ALIAS = "registry";
  private static final char[] PASSWORD = "of-a-test".toCharArray();

  private final String certificate;
  private final String key;
  private final SSLContext client;

  private TestCertificate(KeyStore store) throws GeneralSecurityException, IOException {
    this.certificate = pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    this.key = pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    this.client = SSLContext.getInstance("TLS");
    client.init(null, trust.getTrustManagers(), null);
  }

  static TestCertificate make(Path folder) throws IOException {
    Path file = folder.resolve("store.p12");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=registry",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            String.valueOf(PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      return new TestCertificate(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException("keytool said: " + output, e);
    }
  }

  String certificate() {
    return certificate;
  }

  String key() {
    return key;
  }

  SSLContext client() {
    return client;
  }

  private static String pem(String kind, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}
