package io.github.spotbatch.testing.registry;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Assumptions;

/** The registry that docker's own project made, as a process with a folder of its own. */
final class DistributionRegistry implements RegistryUnderTest {

  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final Login LOGIN = new Login("tester", "correct-horse");

  /** Made of it by {@code htpasswd -nbB -C 4}. */
  private static final String PASSWORD_LINE =
      "tester:$2y$04$9C77o6D8Wpif0PL2V93GAe9Akb8UibUgQCmGUmCrNO1i5W/r7nDG2\n";

  private final Path folder;
  private final Optional<TestCertificate> certificate;
  private final Process process;
  private final int port;

  private DistributionRegistry(Path folder, Optional<TestCertificate> certificate)
      throws IOException {
    this.folder = folder;
    this.certificate = certificate;
    this.process =
        new ProcessBuilder(program().toString(), "serve", folder.resolve("config.yml").toString())
            .redirectErrorStream(true)
            .start();
    this.port = port(process);
  }

  static DistributionRegistry withPassword() throws IOException {
    program();
    Path folder = Files.createTempDirectory("spotbatch-test-registry-");
    TestCertificate certificate = TestCertificate.make(folder);
    Files.writeString(folder.resolve("certificate.pem"), certificate.certificate());
    Files.writeString(folder.resolve("key.pem"), certificate.key());
    Files.writeString(folder.resolve("htpasswd"), PASSWORD_LINE);
    String tls =
        "  tls:\n    certificate: %1$s/certificate.pem\n    key: %1$s/key.pem\n".formatted(folder);
    String auth = "auth:\n  htpasswd:\n    realm: test\n    path: %s/htpasswd\n".formatted(folder);
    configure(folder, tls + auth);
    return new DistributionRegistry(folder, Optional.of(certificate));
  }

  static DistributionRegistry withoutPassword() throws IOException {
    program();
    Path folder = Files.createTempDirectory("spotbatch-test-registry-");
    configure(folder, "");
    return new DistributionRegistry(folder, Optional.empty());
  }

  private static void configure(Path folder, String more) throws IOException {
    String storage = "storage:\n  filesystem:\n    rootdirectory: " + folder.resolve("data") + "\n";
    Files.writeString(
        folder.resolve("config.yml"),
        "version: 0.1\n" + storage + "http:\n  addr: 127.0.0.1:0\n" + more);
  }

  private static Path program() {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(directory -> Path.of(directory, "docker-registry"))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(),
        "no docker-registry on the PATH; on Debian: apt-get install docker-registry");
    return found.orElseThrow();
  }

  /** It says where it listens; what it says after that is only read so that it can go on. */
  private static int port(Process process) {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              StringBuilder said = new StringBuilder();
              try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  Matcher listening = LISTENING.matcher(line);
                  if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                  }
                  said.append(line).append('\n');
                }
              } catch (IOException e) {
                said.append(e);
              }
              port.completeExceptionally(new IllegalStateException("the registry ended: " + said));
            },
            "test-registry");
    reader.setDaemon(true);
    reader.start();
    return port.join();
  }

  @Override
  public String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<Login> login() {
    return certificate.map(it -> LOGIN);
  }

  @Override
  public boolean tls() {
    return certificate.isPresent();
  }

  @Override
  public SSLContext sslContext() {
    try {
      return certificate.isPresent() ? certificate.get().client() : SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<String> certificate() {
    return certificate.map(TestCertificate::certificate);
  }

  @Override
  public String repository() {
    return "team/app";
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
