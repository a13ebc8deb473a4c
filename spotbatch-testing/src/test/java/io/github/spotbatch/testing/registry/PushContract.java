package io.github.spotbatch.testing.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import io.github.spotbatch.exception.ImageException;
import io.github.spotbatch.internal.image.ImageLayouts;
import io.github.spotbatch.internal.image.ImageService;
import io.github.spotbatch.internal.image.PushProgress;
import io.github.spotbatch.internal.image.RegistryHost;
import io.github.spotbatch.internal.image.RegistryLogin;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.registry.FaultyProxy.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** spotbatch's own push and look-up, against every registry alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PushContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private RegistryUnderTest registry;
  private FaultyProxy proxy;
  private RegistryHttp http;

  abstract RegistryUnderTest open() throws IOException;

  @BeforeAll
  void start() throws IOException {
    registry = open();
    proxy = new FaultyProxy(registry);
    http = RegistryHttp.of(registry);
  }

  @AfterAll
  void stop() {
    if (registry != null) {
      proxy.close();
      registry.close();
    }
  }

  private ImageService service() {
    return new ImageService(null, Map.of(), folder.resolve("cache"));
  }

  private RegistryHost host(String host) {
    return new RegistryHost(
        host, registry.login().map(it -> new RegistryLogin(it.user(), it.password())));
  }

  /**
   * An image of one file whose content is the test's own, so that no test sees another's layers.
   */
  private BuiltImage image(String content, BaseImage base) {
    Path file = folder.resolve(content + "/a.txt");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ContainerImage.builder(base)
        .workingDirectory("/app")
        .copy(file, ".")
        .entryPoint("cat")
        .command("a.txt")
        .build();
  }

  private ResolvedImage resolve(BuiltImage image) {
    StackSpec stack =
        StackSpec.builder("demo")
            .jobDefinition(JobDefinitionSpec.builder("work").image(image).memoryMiB(512).build())
            .build();
    return service().resolve(image, ImageLayouts.of(stack), this::host);
  }

  private boolean push(ResolvedImage image, PushProgress progress) {
    return service().push(image, host(proxy.host()), registry.repository(), this::host, progress);
  }

  @Test
  void push_newImage_isReadBackThroughTheApi() throws IOException {
    ResolvedImage image = resolve(image("first", BaseImage.empty()));
    List<String> states = Collections.synchronizedList(new ArrayList<>());

    assertThat(push(image, states::add)).isTrue();

    byte[] manifest = http.manifest("GET", registry.repository(), image.tag()).body();
    assertThat(RegistryHttp.digest(manifest)).isEqualTo(image.digest().orElseThrow());
    JsonNode read = JSON.readTree(manifest);
    assertThat(read.path("mediaType").asText()).isEqualTo(RegistryHttp.MANIFEST);
    assertThat(read.path("layers")).hasSize(1);
    JsonNode configuration =
        JSON.readTree(
            http.send(
                    "GET",
                    "/v2/"
                        + registry.repository()
                        + "/blobs/"
                        + read.path("config").path("digest").asText())
                .body());
    assertThat(configuration.path("architecture").asText()).isEqualTo("amd64");
    assertThat(configuration.at("/config/WorkingDir").asText()).isEqualTo("/app");
    assertThat(configuration.at("/config/Entrypoint/0").asText()).isEqualTo("cat");
    assertThat(configuration.at("/config/Cmd/0").asText()).isEqualTo("a.txt");
    assertThat(states)
        .anyMatch(state -> state.startsWith("layer files: "))
        .anyMatch(state -> state.startsWith("configuration: "));
  }

  @Test
  void push_again_asksForTheDigestAndNothingElse() {
    ResolvedImage image = resolve(image("again", BaseImage.empty()));
    push(image, state -> {});
    proxy.takeRequests();

    ResolvedImage builtAgain = resolve(image("again", BaseImage.empty()));

    assertThat(push(builtAgain, state -> {})).isFalse();
    assertThat(proxy.takeRequests())
        .containsExactly(
            "GET /v2/" + registry.repository() + "/manifests/" + image.digest().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "ANSWER_LOST", "EXPIRED", "BUSY"})
  void push_afterAFault_sendsOnlyWhatIsMissing(Fault fault) {
    ResolvedImage image = resolve(image("fault-" + fault, BaseImage.empty()));
    proxy.takeRequests();
    proxy.spoil("PUT /v2/" + registry.repository() + "/manifests/", fault);

    assertThatThrownBy(() -> push(image, state -> {}))
        .isInstanceOf(ImageException.class)
        .satisfies(failure -> assertThat(ImageService.mayPass(failure)).isTrue());
    assertThat(proxy.takeRequests()).filteredOn(it -> it.startsWith("PATCH")).hasSize(2);

    boolean sent = push(image, state -> {});

    assertThat(sent).isEqualTo(fault != Fault.ANSWER_LOST);
    assertThat(proxy.takeRequests()).noneMatch(request -> request.startsWith("PATCH"));
    assertThat(http.manifest("HEAD", registry.repository(), image.tag()).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "ANSWER_LOST"})
  void push_layerLost_isSentOnceMore(Fault fault) {
    ResolvedImage image = resolve(image("layer-" + fault, BaseImage.empty()));
    proxy.takeRequests();
    proxy.spoil("PATCH ", fault);

    assertThatThrownBy(() -> push(image, state -> {}))
        .satisfies(failure -> assertThat(ImageService.mayPass(failure)).isTrue());

    assertThat(push(image, state -> {})).isTrue();
    assertThat(http.manifest("HEAD", registry.repository(), image.tag()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void push_denied_isOneSentenceAndNoReasonToTryAgain() {
    ResolvedImage image = resolve(image("denied", BaseImage.empty()));
    proxy.spoil("POST ", Fault.DENIED);

    assertThatThrownBy(() -> push(image, state -> {}))
        .isInstanceOf(ImageException.class)
        .hasMessageMatching(
            "The registry 127\\.0\\.0\\.1:\\d+ refused (layer files|configuration) of team/app \\(403,"
                + " User is not authorized to perform: ecr:InitiateLayerUpload\\): check that the"
                + " credentials may read and write that registry\\.")
        .satisfies(failure -> assertThat(ImageService.mayPass(failure)).isFalse());
  }

  @Test
  void push_filesChangedSinceThePlan_isRefusedAndSendsNothing() throws IOException {
    ResolvedImage image = resolve(image("changed", BaseImage.empty()));
    Files.writeString(folder.resolve("changed/a.txt"), "otherwise");
    proxy.takeRequests();

    assertThatThrownBy(() -> push(image, state -> {}))
        .hasMessage(
            "The files of the image for %s have changed since the plan: plan again.",
            registry.repository());
    assertThat(proxy.takeRequests()).hasSize(1);
  }

  @Test
  void resolve_tagOfTheRegistry_isItsDigestAndArchitecture() {
    ResolvedImage base = resolve(image("tagged", BaseImage.empty()));
    push(base, state -> {});
    String reference = proxy.host() + "/" + registry.repository() + ":" + base.tag();

    ResolvedImage found =
        service()
            .resolve(
                ContainerImage.fromRegistry(reference), new ImageLayouts(Map.of()), this::host);

    assertThat(found.digest()).isEqualTo(base.digest());
    assertThat(found.architectures()).isEqualTo(Set.of(CpuArchitecture.X86_64));
  }

  @Test
  void resolve_imageOnAPushedBase_hasItsLayersBelow() throws IOException {
    ResolvedImage base = resolve(image("below", BaseImage.empty()));
    push(base, state -> {});
    String reference = proxy.host() + "/" + registry.repository() + ":" + base.tag();

    ResolvedImage onTop = resolve(image("above", BaseImage.fromRegistry(reference)));
    push(onTop, state -> {});

    JsonNode manifest =
        JSON.readTree(http.manifest("GET", registry.repository(), onTop.tag()).body());
    assertThat(manifest.path("layers")).hasSize(2);
    proxy.takeRequests();
    resolve(image("above", BaseImage.fromRegistry(reference)));
    assertThat(proxy.takeRequests())
        .as("a cached base is only asked for what its tag stands for, and for whom")
        .extracting(request -> request.replaceFirst("/[^/]*$", ""))
        .containsExactly("GET /v2/team/app/manifests", "GET /v2/team/app/blobs");
  }

  @Test
  void push_layersOfTheSameContent_sendsThemOnce() throws Exception {
    Path file = folder.resolve("twice.txt");
    Files.writeString(file, "twice");
    Path tar = folder.resolve("twice.tar");
    Jib.fromScratch()
        .addLayer(List.of(file), "/twice")
        .addLayer(List.of(file), "/twice")
        .containerize(
            Containerizer.to(TarImage.at(tar).named("twice"))
                .setBaseImageLayersCache(folder.resolve("cache"))
                .setApplicationLayersCache(folder.resolve("cache")));
    ResolvedImage image = resolve(image("on-twice", BaseImage.fromTar(tar)));
    proxy.takeRequests();

    push(image, state -> {});

    assertThat(proxy.takeRequests()).filteredOn(it -> it.startsWith("PATCH")).hasSize(3);
  }

  @Test
  void resolve_tagThatIsNotThere_namesIt() {
    String reference = proxy.host() + "/" + registry.repository() + ":absent";

    assertThatThrownBy(() -> resolve(image("on-absent", BaseImage.fromRegistry(reference))))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith(
            "The base %s cannot be looked up. There is no image %s: check its name and tag",
            reference, reference);
  }
}
