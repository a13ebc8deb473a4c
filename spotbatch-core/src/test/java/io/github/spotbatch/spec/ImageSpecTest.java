package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageSpecTest {

  private static final FileImage IMAGE =
      ContainerImage.builder("public.ecr.aws/docker/library/python:3.13-slim")
          .workingDirectory("/app")
          .copy("app.py", ".")
          .putEnvironment("TOKEN", "s3cret")
          .command("python3", "app.py")
          .build();

  private static StackSpec.Builder stack(ContainerImage image, String... instanceTypes) {
    StackSpec.Builder stack = StackSpec.builder("demo");
    for (int i = 0; i < instanceTypes.length; i++) {
      stack.computeEnvironment(
          SpotComputeEnvironment.builder("env-" + i)
              .maxVcpus(8)
              .instanceTypes(instanceTypes[i])
              .build());
    }
    return stack.jobDefinition(
        JobDefinitionSpec.builder("work").image(image).memoryMiB(512).build());
  }

  @Test
  void toBuilder_builtImages_buildEqualOnes() {
    FileImage files =
        IMAGE.toBuilder()
            .architecture(CpuArchitecture.ARM64)
            .repository("app")
            .excludes("*.md")
            .addExclude(".git")
            .credentialFiles("ca.pem")
            .addCredentialFile("cb.pem")
            .entryPoint("env")
            .user("nobody")
            .build();

    assertThat(files.toBuilder().build()).isEqualTo(files).isNotEqualTo(IMAGE);
    assertThat(files.excludes()).containsExactly("*.md", ".git");
    assertThat(files.credentialFiles()).containsExactly("ca.pem", "cb.pem");
    assertThat(files.copies()).containsExactly(new FileCopy(Path.of("app.py"), "."));
    assertThat(files.toString()).contains("app.py").doesNotContain("s3cret");
  }

  @Test
  void build_imageForItsEnvironments_isTaken() {
    assertThatCode(() -> stack(IMAGE, "c5.large", "m5.large").build()).doesNotThrowAnyException();
    assertThatCode(
            () ->
                stack(IMAGE.toBuilder().architecture(CpuArchitecture.ARM64).build(), "c7g.large")
                    .build())
        .doesNotThrowAnyException();
    assertThatCode(
            () -> stack(IMAGE.toBuilder().architecture(CpuArchitecture.ARM64).build()).build())
        .doesNotThrowAnyException();
  }

  @Test
  void build_imageOfAnotherArchitecture_isRefused() {
    FileImage x86 = IMAGE.toBuilder().architecture(CpuArchitecture.X86_64).build();

    assertThatThrownBy(() -> stack(x86, "c7g.large").build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining(
            "jobDefinition[work].image.architecture: must be that of the environments, [ARM64], or"
                + " left out, was X86_64");
  }

  @Test
  void build_environmentsOfSeveralArchitectures_areRefusedForABuiltImage() {
    assertThatThrownBy(() -> stack(IMAGE, "c7g.large", "c5.large").build())
        .hasMessageContaining(
            "jobDefinition[work].image.architecture: must be one for all environments, which are"
                + " [X86_64, ARM64]; an image is built for one, so make a stack for each, was (none)");
    assertThatCode(
            () -> stack(ContainerImage.fromRegistry("busybox"), "c7g.large", "c5.large").build())
        .doesNotThrowAnyException();
  }

  @Test
  void build_severalRepositories_askForOne() {
    StackSpec.Builder two =
        stack(IMAGE)
            .repository(RepositorySpec.builder("a").build())
            .repository(RepositorySpec.builder("b").build());

    assertThatThrownBy(two::build)
        .hasMessageContaining(
            "jobDefinition[work].image.repository: must say which of [a, b] the image is pushed to,"
                + " was (none)");
    assertThatCode(
            () ->
                stack(IMAGE.toBuilder().repository("b").build())
                    .repository(RepositorySpec.builder("a").build())
                    .repository(RepositorySpec.builder("b").build())
                    .build())
        .doesNotThrowAnyException();
  }

  @Test
  void build_repositoryThatTheStackHasNot_isRefused() {
    assertThatThrownBy(() -> stack(IMAGE.toBuilder().repository("c").build()).build())
        .hasMessageContaining(
            "jobDefinition[work].image.repository: must be the name of a repository of the stack,"
                + " which are []; add it by repository(..), was c");
  }

  @Test
  void fromRegistry_noReference_isRefused() {
    assertThatThrownBy(() -> BaseImage.fromRegistry("not a reference"))
        .isInstanceOf(InvalidSpecException.class);
    assertThatThrownBy(() -> new BaseImage.InRegistry("not a reference"))
        .isInstanceOf(InvalidSpecException.class);
    assertThatThrownBy(() -> ContainerImage.fromRegistry("not a reference"))
        .isInstanceOf(InvalidSpecException.class);
  }
}
