/**
 * Words that most guessed passwords are made of: names of things, people, teams and keys, in English
 * and Portuguese, lower-case and with letters for look-alike digits. `isCommonPassword` adds the
 * digits and signs that people put around them.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `password passwort passphrase passcode pass senha minhasenha mudar mudarsenha trocarsenha
  mudarmudar segredo secret secreto letmein letmeinnow welcome welcomeback bemvindo changeme
  changeit change default padrao guest visitante user usuario username test teste testing tester
  testtest temp temporary temporario demo example exemplo sample login logon signin access acesso
  open opensesame admin admins administrator administrador adminadmin root toor rootroot superuser
  superadmin sysadmin master manager gerente operator operador owner dono boss chefe system sistema
  server servidor network internet computer computador windows linux ubuntu debian android samsung
  apple iphone google facebook instagram twitter whatsapp youtube microsoft oracle cisco router
  database mysql postgres postgresql mongodb mongo redis docker kubernetes vigia vigilante
  dashboard monitor monitoring webhook company empresa business negocio office escritorio
  qwerty qwertz azerty qwertyuiop qwertyui qwerasdf qweasd qweasdzxc asdfgh asdfghjk asdfghjkl asdf
  asdfasdf asdfjkl zxcvbn zxcvbnm zxcvbnmz zaq qazwsx qazwsxedc wsxedc poiuytrewq lkjhgfdsa
  mnbvcxz abc abcd abcde abcdef abcdefg abcdefgh abcabc aabbcc xyz abcxyz alphabet
  iloveyou iloveu ilovegod ilovejesus teamo euteamo loveyou lovely love lover loveme mylove amor
  amorzinho meuamor paixao princess princesa prince principe queen king rainha angel anjo angels
  baby babygirl babyboy bebe sweetheart sweety honey sunshine sunflower flower flores rosa rose
  jesus jesuscristo christ cristo deus deusfiel deusamor god godisgood heaven blessed faith church
  football futebol soccer baseball basketball basquete hockey tennis golf golfer volleyball sports
  liverpool chelsea arsenal barcelona realmadrid juventus manchester corinthians palmeiras flamengo
  vasco vascodagama saopaulo santos cruzeiro gremio internacional botafogo fluminense bahia brasil
  brazil portugal america american england london paris canada mexico chicago boston dallas texas
  california florida newyork yankees lakers steelers cowboys eagles patriots redsox packers
  monkey dragon tiger lion wolf eagle falcon shark dolphin panther phoenix bear puppy kitty cat dog
  doggy horse cachorro gatinho gato macaco leao pokemon pikachu naruto goku sasuke batman superman
  spiderman ironman wolverine deadpool avengers starwars skywalker vader yoda matrix neo trinity
  gandalf frodo hobbit merlin wizard magic mario zelda nintendo playstation xbox minecraft fortnite
  roblox gamer gaming player killer hunter ranger ninja samurai warrior knight soldier sniper hacker
  michael michelle jennifer jessica ashley amanda daniel david andrew joshua matthew anthony robert
  thomas william charlie george jordan taylor hannah nicole samantha elizabeth victoria alexander
  alexandre benjamin christian jonathan nicholas patrick richard steven joseph james john maria jose
  joao ana antonio francisco carlos paulo pedro lucas luiz luis marcos gabriel rafael felipe bruno
  eduardo marcelo rodrigo fernando fernanda juliana adriana patricia camila leticia mariana gabriela
  beatriz carolina vitoria sophia isabella mateus gustavo guilherme leonardo ricardo roberto vinicius
  summer winter spring autumn verao inverno primavera outono january february march april june july
  august september october november december janeiro fevereiro marco abril maio junho julho agosto
  setembro outubro novembro dezembro monday tuesday wednesday thursday friday saturday sunday
  segunda terca quarta quinta sexta sabado domingo birthday aniversario christmas natal
  money dinheiro cash gold silver diamond bitcoin ethereum crypto rich million lucky sorte fortune
  hello helloworld hellohello ola olamundo whatever nothing trustno trustnoone nopassword blank none
  fuckyou fuckoff fuckme asshole bullshit merda caralho porra foda fodase puta sexy sex hottie
  freedom liberdade peace paz happy feliz smile sorriso forever always sempre family familia friends
  amigos mother mother mom mommy dad daddy mae pai papai mamae filho filha brother sister vida life
  music musica guitar guitarra piano metallica nirvana slipknot eminem beatles rockstar rock metal
  blink greenday linkinpark coffee cafe chocolate cookie banana orange apple laranja pizza beer
  cerveja whisky vodka pepper ginger butter cheese peanut sugar candy cherry strawberry blueberry
  mustang camaro corvette ferrari porsche mercedes honda toyota yamaha harley suzuki bmw audi jeep
  purple yellow green blue black white red pink azul verde vermelho preto branco rainbow midnight
  shadow ghost demon devil satan lucifer hell darkness storm thunder lightning hurricane tornado fire
  ice snow snowball water ocean river beach island mountain earth moon star stars sun galaxy universe
  computer internet maverick cheater killer biteme trustme letmesee access control alpha beta gamma
  delta omega sigma zero one two three four five six seven eight nine ten number numbers secure
  security seguranca safety private privado confidential top topsecret hidden mystery password`
    .split(/\s+/),
);

/** Keyboards and alphabets that people walk along, in both directions. */
export const SEQUENCES: readonly string[] = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
  "1q2w3e4r5t6y7u8i9o0p",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
  "!@#$%^&*()_+",
  "a1b2c3d4e5f6g7h8i9j0",
  "1a2b3c4d5e6f7g8h9i0j",
  "112233445566778899",
  "qazwsxedcrfvtgbyhnujm",
  "147258369147",
  "123qweasdzxc",
  "abc123def456",
];
