package io.github.spotbatch.testing.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.internal.image.ImageLayouts;
import io.github.spotbatch.internal.image.ImageService;
import io.github.spotbatch.internal.image.RegistryHost;
import io.github.spotbatch.internal.image.RegistryHosts;
import io.github.spotbatch.internal.image.RegistryLogin;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How tags are looked up where the registry has others do a part of its work. */
class RegistryLookupTest {

  private static final ImageLayouts NONE = new ImageLayouts(Map.of());
  private static final String DIGEST =
      RegistryHttp.digest(TokenRegistry.MANIFEST.getBytes(StandardCharsets.UTF_8));

  @TempDir private Path cache;

  private TokenRegistry registry;

  @BeforeEach
  void open() throws IOException {
    registry = new TokenRegistry();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private ResolvedImage find(String reference, Map<String, String> mirrors, RegistryHosts hosts) {
    return new ImageService(null, mirrors, cache)
        .resolve(ContainerImage.fromRegistry(reference), NONE, hosts);
  }

  @Test
  void find_registryWithTokens_getsOneAndGivesItToTheRegistryAlone() {
    ResolvedImage found = find(registry.host() + "/team/app:1", Map.of(), RegistryHost::anonymous);

    assertThat(found.digest()).hasValue(DIGEST);
    assertThat(found.architectures()).isEqualTo(Set.of(CpuArchitecture.ARM64));
    assertThat(registry.logins())
        .containsExactly(
            "registry null",
            "token?service=a+registry&scope=repository%3Ateam%2Fapp%3Apull null",
            "registry Bearer t0ken",
            "registry Bearer t0ken",
            "download null");
  }

  @Test
  void find_withALogin_givesItForTheToken() {
    RegistryLogin login = new RegistryLogin("me", "s3cret");
    find(
        registry.host() + "/team/app:1",
        Map.of(),
        host -> new RegistryHost(host, Optional.of(login)));

    assertThat(registry.logins().get(1)).endsWith(" Basic bWU6czNjcmV0");
    assertThat(login.toString()).doesNotContain("s3cret");
    assertThat(new RegistryHost("h", Optional.of(login)).toString()).doesNotContain("s3cret");
  }

  @Test
  void find_throughAMirror_asksTheMirror() {
    ResolvedImage found =
        find(
            "public.example.com/app:1",
            Map.of("public.example.com", registry.host() + "/team"),
            RegistryHost::anonymous);

    assertThat(found.digest()).hasValue(DIGEST);
  }

  @Test
  void find_throughOneOfSeveralMirrors_asksThatOfTheLongestBeginning() {
    ResolvedImage found =
        find(
            "busybox:1",
            Map.of("docker.io", "127.0.0.1:1", "docker.io/library", registry.host() + "/team"),
            RegistryHost::anonymous);

    assertThat(found.digest()).hasValue(DIGEST);
  }

  @Test
  void find_absentTag_saysSoInTheRegistrysWords() {
    assertThatThrownBy(
            () -> find(registry.host() + "/team/app:absent", Map.of(), RegistryHost::anonymous))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "There is no image %s/team/app:absent: check its name and tag (404, manifest unknown)."
                + " Where only the instances can read that registry, give the digest, or"
                + " digestPinned(false).",
            registry.host());
  }

  @Test
  void find_digestGiven_isKeptWhereNobodyAnswers() {
    String reference = "127.0.0.1:1/team/app@" + DIGEST;

    ResolvedImage found = find(reference, Map.of(), RegistryHost::anonymous);

    assertThat(found.digest()).hasValue(DIGEST);
    assertThat(found.architectures()).isEmpty();
    assertThat(found.doubt().orElseThrow())
        .startsWith("its CPU architecture could not be checked: The registry 127.0.0.1:1 cannot");
  }

  @Test
  void push_connectionCutInItsGreeting_isWorthAnotherTry() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Thread cutting = new Thread(() -> cutAll(server));
      cutting.start();
      RegistryHost host = RegistryHost.anonymous("127.0.0.1:" + server.getLocalPort());
      BuiltImage built = ContainerImage.builder(BaseImage.empty()).command("run").build();
      ImageService service = new ImageService(null, Map.of(), cache);
      ResolvedImage image = service.resolve(built, layouts(built), RegistryHost::anonymous);

      assertThatThrownBy(
              () -> service.push(image, host, "team/app", RegistryHost::anonymous, state -> {}))
          .hasMessageContaining("broke the connection off")
          .satisfies(failure -> assertThat(ImageService.mayPass(failure)).isTrue());
    }
  }

  private static ImageLayouts layouts(BuiltImage image) {
    return ImageLayouts.of(
        StackSpec.builder("demo")
            .jobDefinition(JobDefinitionSpec.builder("work").image(image).memoryMiB(512).build())
            .build());
  }

  /** Reads the first byte of each greeting; the client tries more than once by itself. */
  private static void cutAll(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket accepted = server.accept()) {
        accepted.getInputStream().read();
      } catch (IOException e) {
        // The test is over, or the client was first to give up.
        continue;
      }
    }
  }

  @Test
  void find_tagWhereNobodyAnswers_isAnError() {
    assertThatThrownBy(() -> find("127.0.0.1:1/team/app:1", Map.of(), RegistryHost::anonymous))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("The registry 127.0.0.1:1 cannot be reached: check the network");
  }
}
