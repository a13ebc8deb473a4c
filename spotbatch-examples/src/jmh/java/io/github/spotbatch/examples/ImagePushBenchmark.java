package io.github.spotbatch.examples;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import io.github.spotbatch.internal.image.ImageLayouts;
import io.github.spotbatch.internal.image.ImageService;
import io.github.spotbatch.internal.image.RegistryHost;
import io.github.spotbatch.internal.image.RegistryLogin;
import io.github.spotbatch.internal.image.ResolvedImage;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.BuiltImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/**
 * The recipe's Java image, built and pushed over TLS to a registry on this machine: by spotbatch, and
 * by jib's own push of the same files. All layers of the base are in the cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
public class ImagePushBenchmark {

  /** MiB of a base that is in the registry; 0 for none. */
  @Param({"0", "80"})
  private int base;

  private FakeAws aws;
  private EcrClient ecr;
  private RegistryHost host;
  private String user;
  private String password;
  private Path cache;
  private Path classes;
  private ImageService service;
  private BaseImage baseImage;
  private int repositories;
  private String fresh;

  @Setup
  public void start() throws Exception {
    aws = FakeAws.create();
    ecr = aws.client(EcrClient.builder());
    AuthorizationData token = ecr.getAuthorizationToken().authorizationData().get(0);
    String[] login =
        new String(Base64.getDecoder().decode(token.authorizationToken()), StandardCharsets.UTF_8)
            .split(":", 2);
    user = login[0];
    password = login[1];
    host =
        new RegistryHost(
            URI.create(token.proxyEndpoint()).getAuthority(),
            Optional.of(new RegistryLogin(user, password)));
    cache = Files.createTempDirectory("benchmark-");
    classes =
        Path.of(BatchApp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    service = new ImageService(null, Map.of(), cache.resolve("spotbatch"));
    ecr.createRepository(r -> r.repositoryName("base"));
    ecr.createRepository(r -> r.repositoryName("same"));
    baseImage = base == 0 ? BaseImage.empty() : pushBase();
    bySpotbatch("same");
    byJib("same");
  }

  private BaseImage pushBase() throws IOException {
    Path layer = cache.resolve("base/bytes");
    Files.createDirectories(layer.getParent());
    byte[] bytes = new byte[base * 1024 * 1024];
    new Random(1).nextBytes(bytes);
    Files.write(layer, bytes);
    ResolvedImage image =
        resolve(
            ContainerImage.builder(BaseImage.empty()).copy(layer, "/opt/").command("run").build());
    service.push(image, host, "base", this::host, state -> {});
    return BaseImage.fromRegistry(host.host() + "/base@" + image.digest().orElseThrow());
  }

  private RegistryHost host(String any) {
    return host;
  }

  /** A repository that has nothing yet. */
  @Setup(Level.Invocation)
  public void repository() {
    fresh = "fresh-" + repositories++;
    ecr.createRepository(r -> r.repositoryName(fresh));
  }

  @TearDown
  public void stop() throws IOException {
    aws.close();
    try (Stream<Path> files = Files.walk(cache)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Benchmark
  public boolean first_spotbatch() {
    return bySpotbatch(fresh);
  }

  @Benchmark
  public JibContainer first_jib() throws Exception {
    return byJib(fresh);
  }

  @Benchmark
  public boolean again_spotbatch() {
    return bySpotbatch("same");
  }

  @Benchmark
  public JibContainer again_jib() throws Exception {
    return byJib("same");
  }

  private boolean bySpotbatch(String repository) {
    ResolvedImage image = resolve(RecipeImages.java(Optional.of(baseImage)));
    return service.push(image, host, repository, this::host, state -> {});
  }

  private ResolvedImage resolve(BuiltImage image) {
    StackSpec stack =
        StackSpec.builder("demo")
            .jobDefinition(JobDefinitionSpec.builder("work").image(image).memoryMiB(512).build())
            .build();
    return service.resolve(image, ImageLayouts.of(stack), this::host);
  }

  private JibContainer byJib(String repository) throws Exception {
    FileEntriesLayer layer =
        FileEntriesLayer.builder()
            .setName("classes")
            .addEntryRecursive(classes, AbsoluteUnixPath.get("/app/classes"))
            .build();
    return (baseImage instanceof BaseImage.InRegistry registry
            ? Jib.from(RegistryImage.named(registry.reference()).addCredential(user, password))
            : Jib.fromScratch())
        .setFormat(ImageFormat.OCI)
        .addFileEntriesLayer(layer)
        .setEntrypoint("java", "-cp", "classes", BatchApp.class.getName())
        .containerize(
            Containerizer.to(
                    RegistryImage.named(host.host() + "/" + repository + ":jib")
                        .addCredential(user, password))
                .setBaseImageLayersCache(cache.resolve("jib-bases"))
                .setApplicationLayersCache(cache.resolve("jib-layers"))
                .setAlwaysCacheBaseImage(true)
                .setAllowInsecureRegistries(true));
  }
}
