package io.github.spotbatch.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuArchitectureTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default_arm64",
        "a1.large",
        "c6g",
        "c6gn.large",
        "m8gd.24xlarge",
        "im4gn.xlarge",
        "x2gd",
        "g5g.xlarge",
        "hpc7g.16xlarge",
        "c7g.metal",
        "p6e-gb200.36xlarge"
      })
  void ofInstanceType_arm_isArm64(String type) {
    assertThat(CpuArchitecture.ofInstanceType(type)).contains(CpuArchitecture.ARM64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default_x86_64",
        "c5",
        "c5.large",
        "g4dn.xlarge",
        "g6.xlarge",
        "gr6.4xlarge",
        "m7i-flex.large",
        "p6-b200.48xlarge",
        "u-6tb1.112xlarge",
        "u7i-12tb"
      })
  void ofInstanceType_intelOrAmd_isX86(String type) {
    assertThat(CpuArchitecture.ofInstanceType(type)).contains(CpuArchitecture.X86_64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"optimal", "", "default_riscv", "C6G.LARGE", "c6g.", "c6g.small.1"})
  void ofInstanceType_nameThatDoesNotTell_isEmpty(String type) {
    assertThat(CpuArchitecture.ofInstanceType(type)).isEmpty();
  }
}
